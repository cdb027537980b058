-- The tables of one release. `{n}` is its number. Immutable once published; partitions that a refresh left unchanged are
-- shared with the release before (attached, not copied). `{buckets}`: buckets a partition; 1, or all of them where the index is small.

-- One link over time by source, so that a refresh finds what a recaptured page used to say, and a question what a site links to.
-- How the target is written stands in its backlink; of its domain only the length, because a domain is the end of its host.
CREATE TABLE link_states_{n}
(
    bucket UInt8,
    source_key String CODEC(ZSTD(3)),
    target_key String CODEC(ZSTD(3)),
    target_bucket UInt8,
    first_seen DateTime('UTC') CODEC(ZSTD(3)),
    seen_for UInt32 CODEC(ZSTD(3)),
    verified_after UInt32 CODEC(ZSTD(3)),
    state UInt8,
    lost_after UInt32 CODEC(ZSTD(3)),
    lost_reason UInt8,
    lost_confirmations UInt16 CODEC(ZSTD(3)),
    source_domain String CODEC(ZSTD(3)),
    target_domain_bytes UInt8 CODEC(ZSTD(1)),
    flags UInt16 CODEC(ZSTD(1)),
    target_domain String ALIAS right(arrayStringConcat(arrayReverse(splitByChar(',', substring(target_key, 1, position(target_key, ')') - 1))), '.'), target_domain_bytes)
)
ENGINE = MergeTree
PARTITION BY intDiv(bucket, {buckets})
ORDER BY (source_key, target_key);

-- The same fact seen from the target. No scores: they change with every release, these rows need not.
-- Compact parts of 2,048 rows a granule: a question reads all columns of a few granules, which costs a third less than from wide parts; of smaller
-- granules it costs the same, and a scan of one column a quarter more, because each column of each granule is a block of its own. A small index has
-- wide parts (`{compact_to}` is 0), and its sources stand in dictionaries (`{source}`): a page has many links there among few rows, which saves 13
-- bytes a row; where nearly each source of a granule is another, a dictionary costs 3 bytes more than it saves.
-- Times are kept as spans, because most are zero: a link seen once was last seen when it was first seen.
-- `language`, `page_topics`: of the linking page, as its newest capture that says any has them; `link_topics`: of the anchor and the text around it
-- (model/topic/topic-mix.ts). They are read from the page's words and change with it only.
-- `gaps`: lost and seen again so many seconds after first_seen, and why; nearly always empty. With it a row holds the link's whole life.
CREATE TABLE backlinks_{n}
(
    bucket UInt8,
    target_key String CODEC(ZSTD(3)),
    source_key {source} CODEC(ZSTD(3)),
    target_domain String CODEC(ZSTD(3)),
    source_domain {source} CODEC(ZSTD(3)),
    target_url String CODEC(ZSTD(3)),
    kind UInt8,
    flags UInt16 CODEC(ZSTD(1)),
    placement UInt8,
    anchor String CODEC(ZSTD(3)),
    links_count UInt16 CODEC(ZSTD(1)),
    first_seen DateTime('UTC') CODEC(ZSTD(3)),
    seen_for UInt32 CODEC(ZSTD(3)),
    verified_after UInt32 CODEC(ZSTD(3)),
    state UInt8,
    lost_after UInt32 CODEC(ZSTD(3)),
    lost_reason UInt8,
    lost_confirmations UInt16 CODEC(ZSTD(3)),
    source_ip LowCardinality(String),
    seen_by UInt32 CODEC(ZSTD(1)),
    reported_lost_after UInt32 CODEC(ZSTD(3)),
    language LowCardinality(String),
    page_topics UInt32 CODEC(ZSTD(1)),
    link_topics UInt32 CODEC(ZSTD(1)),
    gaps Array(Tuple(UInt32, UInt32, UInt8)) CODEC(ZSTD(1)),
    last_seen DateTime('UTC') ALIAS first_seen + seen_for,
    verified_at DateTime('UTC') ALIAS first_seen + seen_for + verified_after,
    lost_at Nullable(DateTime('UTC')) ALIAS if(state = 1, first_seen + seen_for + lost_after, NULL),
    source_host_key String ALIAS substring(source_key, 1, position(source_key, ')')),
    target_host_key String ALIAS substring(target_key, 1, position(target_key, ')'))
)
ENGINE = MergeTree
PARTITION BY intDiv(bucket, {buckets})
ORDER BY (target_key, source_key)
SETTINGS index_granularity = 2048, min_bytes_for_wide_part = {compact_to}, min_rows_for_wide_part = {compact_to};

-- Links of hosts, of which no page is named on one side or both: those that nothing more exact stands for are among the backlinks too.
CREATE TABLE host_links_{n} AS backlinks_{n};

-- What the link states step writes: one row a link, fanned out into both orders by the two views below.
CREATE TABLE changes_{n}
(
    source_bucket UInt8,
    bucket UInt8,
    target_key String,
    source_key String,
    target_domain String,
    source_domain String,
    target_url String,
    kind UInt8,
    flags UInt16,
    placement UInt8,
    anchor String,
    links_count UInt16,
    first_seen DateTime('UTC'),
    seen_for UInt32,
    verified_after UInt32,
    state UInt8,
    lost_after UInt32,
    lost_reason UInt8,
    lost_confirmations UInt16,
    source_ip String,
    seen_by UInt32,
    reported_lost_after UInt32,
    language String,
    page_topics UInt32,
    link_topics UInt32,
    gaps Array(Tuple(UInt32, UInt32, UInt8))
)
ENGINE = Null;

CREATE MATERIALIZED VIEW changes_to_backlinks_{n} TO backlinks_{n} AS
SELECT * EXCEPT (source_bucket) FROM changes_{n} WHERE NOT (endsWith(source_key, ')*') OR endsWith(target_key, ')*'));

CREATE MATERIALIZED VIEW changes_to_host_links_{n} TO host_links_{n} AS
SELECT * EXCEPT (source_bucket) FROM changes_{n} WHERE endsWith(source_key, ')*') OR endsWith(target_key, ')*');

CREATE MATERIALIZED VIEW changes_to_link_states_{n} TO link_states_{n} AS
SELECT c.source_bucket AS bucket, source_key, target_key, c.bucket AS target_bucket, first_seen, seen_for, verified_after, state, lost_after,
       lost_reason, lost_confirmations, source_domain, length(target_domain) AS target_domain_bytes, flags
FROM changes_{n} AS c;

-- Pages captured since the release before: only their links are computed anew.
CREATE TABLE touched_{n}
(
    bucket UInt8,
    source_key String CODEC(ZSTD(3))
)
ENGINE = MergeTree
ORDER BY (bucket, source_key);

-- Source domain to target domain. `rankable`: links that would be ranked if rel were ignored; `content`: followed links in content;
-- `spam_words`: live links whose anchor holds a word of link spam;
-- `placed`: the best place of the ranked links in hundredths, `repeated`: how many of them have the most frequent anchor (edge-weight.ts).
CREATE TABLE domain_edges_{n}
(
    bucket UInt8,
    target_domain String CODEC(ZSTD(3)),
    source_domain String CODEC(ZSTD(3)),
    live UInt32 CODEC(ZSTD(3)),
    lost UInt32 CODEC(ZSTD(3)),
    followed UInt32 CODEC(ZSTD(3)),
    ranked UInt32 CODEC(ZSTD(3)),
    rankable UInt32 CODEC(ZSTD(3)),
    content UInt32 CODEC(ZSTD(3)),
    spam_words UInt32 CODEC(ZSTD(3)),
    ranked_pages UInt32 CODEC(ZSTD(3)),
    placed UInt8 CODEC(ZSTD(3)),
    repeated UInt32 CODEC(ZSTD(3)),
    rankable_placed UInt8 CODEC(ZSTD(3)),
    rankable_repeated UInt32 CODEC(ZSTD(3)),
    live_pages UInt32 CODEC(ZSTD(3)),
    pages UInt32 CODEC(ZSTD(3)),
    first_seen DateTime('UTC') CODEC(ZSTD(3)),
    last_seen DateTime('UTC') CODEC(ZSTD(3)),
    lost_at Nullable(DateTime('UTC')) CODEC(ZSTD(3))
)
ENGINE = MergeTree
PARTITION BY intDiv(bucket, {buckets})
ORDER BY (target_domain, source_domain)
SETTINGS index_granularity = 1024;

-- The same edges from the source's side: whom a domain links to. `source_bucket` is the engine's own hash of the source domain
-- (the target side's `bucket` is not known of a source here), so that partitions without a touched page are shared too. It leads the order, so that of many
-- domains asked for at once each is sought in its own partition only.
CREATE TABLE domain_targets_{n}
(
    source_bucket UInt8,
    source_domain String CODEC(ZSTD(3)),
    target_domain String CODEC(ZSTD(3)),
    live UInt32 CODEC(ZSTD(3)),
    lost UInt32 CODEC(ZSTD(3)),
    followed UInt32 CODEC(ZSTD(3)),
    first_seen DateTime('UTC') CODEC(ZSTD(3)),
    last_seen DateTime('UTC') CODEC(ZSTD(3)),
    lost_at Nullable(DateTime('UTC')) CODEC(ZSTD(3))
)
ENGINE = MergeTree
PARTITION BY intDiv(source_bucket, {buckets})
ORDER BY (source_bucket, source_domain, target_domain)
SETTINGS index_granularity = 1024;

-- Domains by number: the graph's nodes. `network`: a number for the /24 (/64) that its newest page came from, 0 when unknown. `sampled`: 1 when
-- pages of it were captured, and not for whom they link to.
CREATE TABLE nodes_{n}
(
    domain String CODEC(ZSTD(3)),
    id UInt32,
    pages_captured UInt32,
    network UInt32,
    sampled UInt8,
    outward_links Float64,
    outward_share Float64,
    untitled_share Float64
)
ENGINE = MergeTree
ORDER BY domain;

-- The live edges between two domains by node number, written once because they are read several times. A weight of 0: not an edge by followed links, or
-- not by any that ranks.
CREATE TABLE node_edges_{n}
(
    source UInt32,
    target UInt32,
    weight Float32,
    any_rel_weight Float32
)
ENGINE = MergeTree
ORDER BY (target, source);

-- Ranked edges that do not count in full, because their source is of a circle, a network group or a crowd of their target (link-circles.ts).
CREATE TABLE discounts_{n}
(
    target_domain String CODEC(ZSTD(3)),
    source_domain String CODEC(ZSTD(3)),
    factor Float64,
    belongs UInt8,
    size UInt32
)
ENGINE = MergeTree
ORDER BY (target_domain, source_domain);

CREATE TABLE ranks_{n}
(
    id UInt32,
    rank Float64,
    contribution Float64,
    authority UInt8,
    score Float64,
    position UInt32,
    any_rel_rank Float64,
    any_rel_contribution Float64,
    any_rel_authority UInt8,
    trust UInt8,
    spam_mass UInt8,
    supporters UInt32,
    ranked_in UInt32,
    ranked_out UInt32,
    mutual UInt32,
    circle UInt32,
    network_group UInt32,
    farm_circle UInt32,
    in_crowd UInt32
)
ENGINE = MergeTree
ORDER BY id;

-- What the spam model counts of a domain (compute/spam/spam-model.ts), and its score, which `domains` has too.
CREATE TABLE spam_{n}
(
    domain String CODEC(ZSTD(3)),
    ranked_in UInt32 CODEC(ZSTD(3)),
    ranked_out UInt32 CODEC(ZSTD(3)),
    circle UInt32 CODEC(ZSTD(3)),
    network_group UInt32 CODEC(ZSTD(3)),
    mutual UInt32 CODEC(ZSTD(3)),
    farm_circle UInt32 CODEC(ZSTD(3)),
    in_crowd UInt32 CODEC(ZSTD(3)),
    supporters UInt32 CODEC(ZSTD(3)),
    linked_others UInt32 CODEC(ZSTD(3)),
    spam_word_targets UInt32 CODEC(ZSTD(3)),
    outward_links Float64 CODEC(ZSTD(3)),
    outward_share Float64 CODEC(ZSTD(3)),
    untitled_share Float64 CODEC(ZSTD(3)),
    name_points UInt8 CODEC(ZSTD(3)),
    score UInt8 CODEC(ZSTD(3))
)
ENGINE = MergeTree
ORDER BY domain
SETTINGS index_granularity = 512;

-- One domain: counts and scores. The only place where a domain's scores live. `any_rel_*`: as if rel were ignored; `links_itself`: 1
-- when one of its live links leads to itself, which its other counts then hold too; the addresses are of its own pages, '' when none
-- of that kind was captured. `score`: authority before it is rounded, as it is carried on (compute/held-score.ts). `trust` and `spam_mass` are 0 for
-- all where trust had nowhere to begin (`trust` of the release's facts).
CREATE TABLE domains_{n}
(
    domain String CODEC(ZSTD(3)),
    hash UInt64,
    authority UInt8,
    score Float32,
    class UInt8,
    rank Float64,
    contribution Float64,
    position UInt32,
    pages_captured UInt32,
    referring_domains UInt32,
    followed_referring_domains UInt32,
    referring_domains_ever UInt32,
    backlinks_live UInt32,
    backlinks_lost UInt32,
    linked_domains UInt32,
    links_itself UInt8,
    any_rel_rank Float64,
    any_rel_contribution Float64,
    any_rel_authority UInt8,
    contact_url String CODEC(ZSTD(3)),
    submission_url String CODEC(ZSTD(3)),
    spam UInt8,
    trust UInt8,
    spam_mass UInt8
)
ENGINE = MergeTree
ORDER BY domain
SETTINGS index_granularity = 512;

-- What speaks of a domain's topics (compute/topics/topic-votes.ts): its own pages, the words of links to it, its neighbours. `shares` are
-- millionths.
CREATE TABLE topic_votes_{n}
(
    hash UInt64,
    kind UInt8,
    votes UInt32,
    topics Array(UInt8),
    shares Array(UInt32)
)
ENGINE = MergeTree
ORDER BY (hash, kind)
SETTINGS index_granularity = 512;

-- Of domains of which either is known: the mix of topics (model/topic/topic-mix.ts), the number of the language of most pages (model/language.ts); and
-- by a topic's code four bits of how much of the domain's topics it is (compute/topics/site-topics.ts).
CREATE TABLE site_topics_{n}
(
    hash UInt64,
    topics UInt64,
    language UInt8,
    affinity UInt256
)
ENGINE = MergeTree
ORDER BY hash;

-- A linked page: what of its domain's inflow arrives at it, and its live links in figures. `form`: bits of links to it that say how its key is written;
-- `url`: its address where they do not suffice.
CREATE TABLE pages_{n}
(
    bucket UInt8,
    page_key String CODEC(ZSTD(3)),
    authority UInt8,
    inflow Float64 CODEC(ZSTD(3)),
    live UInt32 CODEC(ZSTD(3)),
    referring_domains UInt32 CODEC(ZSTD(3)),
    domain String CODEC(ZSTD(3)),
    followed UInt32 CODEC(ZSTD(3)),
    first_seen DateTime('UTC') CODEC(ZSTD(3)),
    last_seen DateTime('UTC') CODEC(ZSTD(3)),
    form UInt16,
    url String CODEC(ZSTD(3))
)
ENGINE = MergeTree
ORDER BY (bucket, page_key)
SETTINGS index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;

-- The same anchor from one domain to another on at least 20 pages and 30 % of its captured pages (METRICS section 5.2). `edge`: the
-- pair of domains, with how many of its followed links, in all and in content, have the anchor.
CREATE TABLE sitewide_{n}
(
    hash UInt64,
    pages UInt32,
    edge UInt64,
    followed UInt32,
    content UInt32
)
ENGINE = MergeTree
ORDER BY hash;

-- Domains of the release as nodes of the web graph it answers from. Tenants of a shared host are one node of a graph of domains, which
-- then has none of their scores (`exact` 0).
CREATE TABLE graph_domains_{n}
(
    domain String CODEC(ZSTD(3)),
    node UInt32,
    exact UInt8,
    authority UInt8
)
ENGINE = MergeTree
ORDER BY domain
SETTINGS index_granularity = 512;

CREATE DICTIONARY graph_authority_{n}
(
    node UInt64,
    authority UInt8 DEFAULT 0
)
PRIMARY KEY node
SOURCE(CLICKHOUSE(QUERY 'SELECT node, authority FROM graph_domains_{n} WHERE exact = 1'))
LAYOUT(HASHED())
LIFETIME(0);

CREATE DICTIONARY scores_{n}
(
    hash UInt64,
    authority UInt8 DEFAULT 0,
    class UInt8 DEFAULT 0,
    contribution Float64 DEFAULT 0,
    pages_captured UInt32 DEFAULT 0,
    spam UInt8 DEFAULT 0,
    trust UInt8 DEFAULT 0,
    spam_mass UInt8 DEFAULT 0
)
PRIMARY KEY hash
SOURCE(CLICKHOUSE(TABLE 'domains_{n}'))
LAYOUT(HASHED())
LIFETIME(0);

CREATE DICTIONARY topics_of_{n}
(
    hash UInt64,
    topics UInt64 DEFAULT 0,
    language UInt8 DEFAULT 0,
    affinity UInt256 DEFAULT 0
)
PRIMARY KEY hash
SOURCE(CLICKHOUSE(TABLE 'site_topics_{n}'))
LAYOUT(HASHED())
LIFETIME(0);

CREATE DICTIONARY sitewide_pages_{n}
(
    hash UInt64,
    pages UInt32 DEFAULT 0
)
PRIMARY KEY hash
SOURCE(CLICKHOUSE(TABLE 'sitewide_{n}'))
LAYOUT(HASHED())
LIFETIME(0);

-- Answers kept ready for targets too large to scan while someone waits. `scope` is d(omain), h(ost) or p(age); `target` is
-- the domain, the host's key or the page's key.
CREATE TABLE large_targets_{n}
(
    bucket UInt8,
    scope LowCardinality(String),
    target String CODEC(ZSTD(3)),
    found UInt64
)
ENGINE = MergeTree
ORDER BY (bucket, scope, target);

CREATE TABLE summaries_{n}
(
    bucket UInt8,
    scope LowCardinality(String),
    target String CODEC(ZSTD(3)),
    summary String CODEC(ZSTD(3))
)
ENGINE = MergeTree
ORDER BY (bucket, scope, target)
SETTINGS index_granularity = 64;

-- Turns of a large target's links, hosts and domains by day (compute/turns.ts): what history is made of.
CREATE TABLE flows_{n}
(
    bucket UInt8,
    scope LowCardinality(String),
    target String CODEC(ZSTD(3)),
    day Date,
    level UInt8,
    turn UInt8,
    found UInt32
)
ENGINE = MergeTree
ORDER BY (bucket, scope, target, day, level, turn)
SETTINGS index_granularity = 1024;

-- How many spells of a large target's links lasted so many days, and whether they ended in a loss.
CREATE TABLE spells_{n}
(
    bucket UInt8,
    scope LowCardinality(String),
    target String CODEC(ZSTD(3)),
    days UInt16,
    lost UInt32,
    censored UInt32
)
ENGINE = MergeTree
ORDER BY (bucket, scope, target, days)
SETTINGS index_granularity = 1024;

-- What the rows of an answer show of the capture that saw a link last (compute/sights.ts). By a number, in one part: the granules of a hundred
-- pages are chosen among numbers, where in `captures` they are sought among addresses in every part that ingests left.
-- Small granules of light compression: a hundred are read for a page of rows, a fifth faster for an eighth more bytes than 64 rows of ZSTD(3).
CREATE TABLE sights_{n}
(
    place UInt64,
    row String CODEC(ZSTD(1))
)
ENGINE = MergeTree
ORDER BY place
SETTINGS index_granularity = 32, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;

-- Pages captured, and of these recaptured, by day, week, month and year: what a history is measured by.
CREATE TABLE crawled_{n}
(
    unit LowCardinality(String),
    starts Date,
    captured UInt64,
    recaptured UInt64
)
ENGINE = MergeTree
ORDER BY (unit, starts);

CREATE TABLE top_anchors_{n}
(
    bucket UInt8,
    scope LowCardinality(String),
    target String CODEC(ZSTD(3)),
    place UInt32,
    row String CODEC(ZSTD(3))
)
ENGINE = MergeTree
ORDER BY (bucket, scope, target, place)
SETTINGS index_granularity = 256;

CREATE TABLE top_domains_{n}
(
    bucket UInt8,
    scope LowCardinality(String),
    target String CODEC(ZSTD(3)),
    place UInt32,
    row String CODEC(ZSTD(3))
)
ENGINE = MergeTree
ORDER BY (bucket, scope, target, place)
SETTINGS index_granularity = 256;

CREATE TABLE top_backlinks_{n}
(
    bucket UInt8,
    scope LowCardinality(String),
    target String CODEC(ZSTD(3)),
    place UInt32,
    row String CODEC(ZSTD(3))
)
ENGINE = MergeTree
ORDER BY (bucket, scope, target, place)
SETTINGS index_granularity = 256;
