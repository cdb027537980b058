-- Raw rows: append only, never changed, the truth that everything else is rebuilt from.
-- `bucket` (of the source's domain) comes first in the order, so that a build reads one bucket as one range.
-- What is looked up by key for the rows of an answer (captures, context) is kept in compact parts: a look-up reads one small
-- block a granule with all columns, where wide parts would inflate a block of each column.
-- Rows count when their batch is committed in the accounts store.

-- One fetched page at one time.
CREATE TABLE captures
(
    bucket UInt8,
    source_key String CODEC(ZSTD(3)),
    fetched_at DateTime('UTC'),
    url String CODEC(ZSTD(3)),
    host String CODEC(ZSTD(3)),
    domain String CODEC(ZSTD(3)),
    status UInt16,
    redirect_key String CODEC(ZSTD(3)),
    redirect_url String CODEC(ZSTD(3)),
    canonical String CODEC(ZSTD(3)),
    title String CODEC(ZSTD(3)),
    language LowCardinality(String),
    robots UInt8,
    word_count Nullable(UInt32),
    internal_links UInt32,
    external_links UInt32,
    dropped_links UInt32,
    ip LowCardinality(String),
    digest String CODEC(ZSTD(1)),
    linkset UInt64,
    grade UInt8,
    proof UInt8,
    revisit UInt8,
    record_offset UInt64,
    record_length UInt64,
    batch_id UInt32,
    crawl LowCardinality(String)
)
ENGINE = MergeTree
ORDER BY (bucket, source_key, fetched_at, batch_id)
SETTINGS index_granularity = 128, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000, fsync_after_insert = 1, fsync_part_directory = 1;

-- The links of one page content, folded by target key; stored once for all captures that had the same set.
CREATE TABLE linksets
(
    bucket UInt8,
    source_key String CODEC(ZSTD(3)),
    linkset UInt64,
    target_key String CODEC(ZSTD(3)),
    target_url String CODEC(ZSTD(3)),
    target_bucket UInt8,
    target_domain String CODEC(ZSTD(3)),
    source_domain String CODEC(ZSTD(3)),
    kind UInt8,
    flags UInt16,
    placement UInt8,
    anchor String CODEC(ZSTD(3)),
    links_count UInt16,
    batch_id UInt32
)
ENGINE = MergeTree
ORDER BY (bucket, source_key, linkset, target_key)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- Text around a link, beside the evidence and out of the hot rows.
CREATE TABLE link_context
(
    bucket UInt8,
    source_key String CODEC(ZSTD(3)),
    linkset UInt64,
    target_key String CODEC(ZSTD(3)),
    text_before String CODEC(ZSTD(6)),
    text_after String CODEC(ZSTD(6)),
    batch_id UInt32
)
ENGINE = MergeTree
ORDER BY (bucket, source_key, target_key, linkset)
SETTINGS index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000, fsync_after_insert = 1, fsync_part_directory = 1;
