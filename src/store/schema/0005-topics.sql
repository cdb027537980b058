-- What a page's words say of it, read once with its links: the language of its text, and the mix of its topics (model/topic/topic-mix.ts).
ALTER TABLE captures ADD COLUMN IF NOT EXISTS text_language LowCardinality(String) AFTER language;
ALTER TABLE captures ADD COLUMN IF NOT EXISTS topics UInt32 CODEC(ZSTD(1)) AFTER text_language;
-- The mix of topics that a link's anchor and the text around it speak of.
ALTER TABLE linksets ADD COLUMN IF NOT EXISTS topics UInt32 CODEC(ZSTD(1)) AFTER links_count;
