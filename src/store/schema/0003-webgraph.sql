-- Web graphs of others (Common Crawl's): nodes and in-links, by the number of the graph. A graph counts when its row in the accounts
-- store says committed; a partition is one graph, so that one is dropped whole.

-- A node by number. Numbers follow PageRank from the highest on, so that in-links sorted by number are sorted by strength.
-- `owner` is the strongest node of the same registrable domain: in a graph of domains the node itself. `domain_key` is that domain's key.
CREATE TABLE webgraph_nodes
(
    graph UInt32,
    node UInt32 CODEC(Delta, ZSTD(1)),
    owner UInt32 CODEC(Delta, ZSTD(1)),
    domain_key String CODEC(ZSTD(3)),
    pagerank Float64 CODEC(ZSTD(1)),
    harmonic_rank UInt32 CODEC(ZSTD(1)),
    harmonic Float64 CODEC(ZSTD(1)),
    hosts UInt32 CODEC(ZSTD(1)),
    authority UInt8 CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY graph
ORDER BY (graph, node)
SETTINGS index_granularity = 512, fsync_after_insert = 1, fsync_part_directory = 1;

-- Nodes by name: the key of the registrable domain, then that of the host. Names that differ in letter case only are several nodes.
CREATE TABLE webgraph_names
(
    graph UInt32,
    domain_key String CODEC(ZSTD(3)),
    host_key String CODEC(ZSTD(3)),
    node UInt32 CODEC(ZSTD(1)),
    owner UInt32 CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY graph
ORDER BY (graph, domain_key, host_key, node)
SETTINGS index_granularity = 512, fsync_after_insert = 1, fsync_part_directory = 1;

-- Who links to a node: numbers of the sources, strongest first, in rows of at most 65,536.
CREATE TABLE webgraph_in
(
    graph UInt32,
    target UInt32 CODEC(Delta, ZSTD(1)),
    part UInt16 CODEC(ZSTD(1)),
    sources Array(UInt32) CODEC(Delta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY graph
ORDER BY (graph, target, part)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1;
