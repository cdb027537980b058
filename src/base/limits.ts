/**
 * Every bound of the product, by name. A stream, a page, a question or a queue that reaches one of these ends in a named
 * error or a named, counted cut; nothing grows without end. Units come last in each name.
 */
export const limits = {
  // sources
  recordHeaderBytesMax: 256 * 1024,
  httpHeadBytesMax: 64 * 1024,
  /** Decoded bytes of one record's body that are kept; the rest is read past, and the capture is marked truncated. */
  bodyBytesMax: 16 * 1024 * 1024,
  /** Damaged places of one archive after which it is not read further. */
  damagesPerArchiveMax: 10_000,
  zipDirectoryBytesMax: 64 * 1024 * 1024,
  redirectsMax: 5,
  downloadBytesMax: 64 * 1024 * 1024 * 1024,
  downloadIdleMs: 30_000,
  connectMs: 10_000,
  /** How long an idle connection is kept, whatever the server would allow. */
  keepAliveMs: 10_000,
  /** Tries in a row that bring no byte of a download before it fails. */
  downloadTriesMax: 6,
  retryAfterMsMax: 120_000,
  /** A line of a text table (a list of edges, an export); a longer one is reported and passed. */
  tableLineBytesMax: 1024 * 1024,
  /** Edges of a list that are held to be grouped by their source and date: 100 bytes each. */
  edgesHeldMax: 2_000_000,
  /** Longest wait between two tries, however often a server has refused. */
  backoffMsMax: 120_000,
  /** Refusals in a row (too many requests, slow down) of one file or question before it is given up. */
  refusalTriesMax: 10,
  /** Times that a file is fetched whose bytes do not have the checksum that its server states. */
  checksumTriesMax: 3,
  /** A connection that brings less than this over `downloadSlowMs` is given up, and the download continues over another. */
  downloadBytesPerSecondLeast: 1_024,
  downloadSlowMs: 60_000,
  /** Archives that are fetched at the same time, those that wait to be read included. */
  downloadsAtOnce: 4,
  /** Archives in a row that a storage does not give, other than for not having them, before an ingest ends. */
  fetchFailuresInARowMax: 8,

  // Common Crawl
  /** Of a list of paths, decompressed: a crawl has 100,000 files, 140 bytes a path. */
  pathListBytesMax: 256 * 1024 * 1024,
  crawlSourceCharsMax: 200,
  crawlListBytesMax: 8 * 1024 * 1024,
  /** Compressed, of one record that is fetched by its range. */
  recordFetchBytesMax: 32 * 1024 * 1024,
  /** Files of a crawl whose size a plan asks for, and those whose beginning it reads, to what length. */
  planSizesMax: 32,
  planSamplesMax: 4,
  planSampleBytes: 512 * 1024,
  /** Links from which on an index itself says what a link needs. */
  planOwnLinksLeast: 100_000,
  /** Archives from which on it says what loading one takes. */
  planOwnLoadsLeast: 5,
  /** The URL index is one server for everybody, and shuts out who asks faster. */
  urlIndexPauseMs: 500,
  urlIndexAtOnce: 2,
  /** Single records that are fetched at the same time. */
  recordsAtOnce: 4,
  /** Captures of one domain that are asked for at first; of a domain with more, this many pages of the index are read. */
  urlIndexLinesMax: 2_000,
  urlIndexPagesMax: 4,
  urlIndexAnswerBytesMax: 64 * 1024 * 1024,
  /** Domains in a row for which the URL index does not answer before the others are not asked for. */
  urlIndexFailuresInARowMax: 5,
  /** Domains of one enrichment, and records of each. */
  enrichDomainsMax: 10_000,
  enrichRecordsMax: 1_000,
  /** Domains times records of each: what is chosen is held until it is fetched. */
  enrichChosenMax: 200_000,
  /** Records of one archive that an enrichment makes. */
  enrichArchiveRecordsMax: 2_000,
  /** Domains that its result names one by one; the others are counted. */
  enrichNamedMax: 1_000,
  folderFilesMax: 1_000_000,
  folderDepthMax: 32,

  // crawler
  /** RFC 9309 section 2.5 asks for at least as much. */
  robotsBytesMax: 512 * 1024,
  robotsRedirectsMax: 5,
  /** From the end of an answer to the next request to the same host, where its robots.txt does not ask for more. */
  crawlDelayMs: 1_000,
  /** The shortest delay that may be asked for instead, for one's own hosts. */
  crawlDelayMsMin: 100,
  /** A host that asks for a longer delay is left alone. */
  crawlDelayMsMax: 120_000,
  /** Requests under way at the same time, each to another host. */
  crawlRequestsAtOnce: 32,
  /** From the request to the last byte of its answer. */
  crawlPageMs: 60_000,
  /** Bytes of a body as sent; the rest is not fetched, and the capture proves nothing. */
  crawlBodyBytesMax: 16 * 1024 * 1024,
  /** Tries of one page when the network or the server fails. */
  crawlTriesMax: 3,
  /** Failed requests in a row after which the other pages of a host are given up. */
  crawlHostFailuresMax: 5,
  crawlPagesDefault: 1_000,
  crawlPagesMax: 10_000_000,
  crawlPagesPerHostMax: 10_000,
  crawlDepthDefault: 3,
  crawlDepthMax: 100,
  crawlSeedsMax: 100_000,
  /** URLs that one crawl remembers, fetched ones included. */
  crawlUrlsMax: 20_000_000,
  crawlUrlCharsMax: 1_024,
  crawlPathPartsMax: 16,
  /** How often one part that is no number may stand in a path: relative links that lead ever deeper repeat it. */
  crawlPathRepeatsMax: 2,
  /** Different queries of one path. */
  crawlQueryVariantsMax: 100,
  /** Paths of one host that differ in the numbers at their end only: calendars, pages of lists. */
  crawlNumberedPathsMax: 500,
  crawlSegmentBytesMax: 128 * 1024 * 1024,
  /** Links of one check, when not said, and at most. */
  verifyLinksDefault: 200,
  verifyLinksMax: 10_000,
  /** Links of a check that its result names one by one; the others are counted. */
  verifiedNamedMax: 1_000,
  /** Days after which a page of authority 0, and of 100, is due for another look. */
  recrawlDaysMax: 180,
  recrawlDaysMin: 7,
  /** Pages, or records, of one look that a key buys: when not said, and at most. */
  boughtPagesDefault: 100,
  boughtPagesMax: 1_000,
  /** Records of each domain of an enrichment that a key buys. */
  boughtRecordsOfDomain: 10,
  /** Such looks of one account that wait or run. */
  boughtLooksOpenMax: 3,
  /** Hosts that one key may have crawled. */
  crawlHostsMax: 100,
  sitemapsPerHostMax: 50,
  sitemapBytesMax: 50 * 1024 * 1024,
  sitemapUrlsMax: 50_000,

  // web graphs
  /** A line of a web graph's file; host names end at 253 bytes. */
  graphLineBytesMax: 4_096,
  /** Files that the list of one part of a web graph may name; a host graph has some hundreds. */
  graphFilesMax: 10_000,
  graphTargetsMax: 100_000,
  /** In-links of a node that one row holds. */
  graphRowSourcesMax: 65_536,
  /** Files that names, and then links, are spread over while a graph is imported. */
  graphPartitionsMax: 256,
  /** Names and links of one of them, which is joined or sorted in memory; more only when there are as many files as there may be. */
  graphPartitionNames: 500_000,
  graphPartitionLinks: 8_000_000,
  /** Edges that are read again at most when the pass over them is interrupted: one to two minutes of it. */
  graphCheckpointEdges: 64_000_000,
  /** Nodes are 32-bit numbers, and the last one means none. */
  graphVerticesMax: 2 ** 32 - 2,

  /** Damages of one archive that are named one by one; the others are counted. */
  damagesNamedMax: 100,
  crawlCharsMax: 200,
  /** Archives of one ingest that its result names one by one; the others are counted. */
  archivesNamedMax: 1_000,

  // owned exports
  /** One row of a table, its longest cell included. */
  exportRowBytesMax: 4 * 1024 * 1024,
  exportRowsMax: 5_000_000,
  /** Rows that were refused of one export and are named by line; the others are counted. */
  exportRowsNamedMax: 100,
  exportJsonBytesMax: 64 * 1024 * 1024,
  /** Rows above its head in which a table's column names are looked for. */
  exportPreambleRowsMax: 20,

  // extraction
  urlCharsMax: 2_048,
  linksPerPageMax: 20_000,
  anchorCharsMax: 512,
  titleCharsMax: 512,
  contextCharsMax: 160,
  htmlDepthMax: 512,
  /** Characters of a page's text in which words of topics are counted. */
  topicCharsMax: 20_000,
  /** Characters of a page's text that its language is told from. */
  languageCharsMax: 200,
  /** A file of embeddings, its head, and the words that it adds to the topics. */
  embeddingsBytesMax: 1024 * 1024 * 1024,
  embeddingsHeadBytesMax: 16 * 1024 * 1024,
  extendedWordsMax: 40_000,
  /** Link texts of a WAT record that its language and topics are told from. */
  watTextsMax: 25,
  /** Characters of a link's text in a WAT record in which code is looked for. */
  watCodeCharsMax: 32_768,

  // monitors
  monitorsMax: 1_000,
  /** Changes of one look that are events of their own; the others are counted. */
  monitorEventsPerLookMax: 5_000,
  /** The oldest events of a monitor beyond these go. */
  monitorEventsKept: 100_000,
  eventsPerDelivery: 100,
  /** The newest events of a monitor that its feed holds. */
  feedItemsMax: 200,
  /** How long a receiver may take to answer. */
  webhookMs: 10_000,
  /** Of a mail server, for each step of talking to it. */
  mailMs: 20_000,
  /** Addresses that one monitor writes to. */
  monitorMailMax: 20,
  /** Events that a digest names one by one; the others are counted. */
  mailEventsNamedMax: 100,
  mailSubjectCharsMax: 100,
  mailAnchorCharsMax: 120,
  deliveryErrorCharsMax: 300,
  /** How long deliveries are not looked at when none is due. */
  deliveryTimerMsMax: 3_600_000,
  /** How long a delivery that was given up is shown. */
  failedDeliveriesDays: 30,
  /** New linking domains of one look, each of at most this authority, from which on they may be a burst. */
  burstDomainsLeast: 20,
  burstAuthorityMax: 20,
  /** Between two rechecks of a monitor. */
  recheckHoursMin: 1,
  recheckHoursMax: 8_760,
  /** Source pages that one recheck asks for, when not said, and at most. */
  recheckPagesDefault: 100,
  recheckPagesMax: 1_000,
  /** Of those, as one part in so many: pages that could not be reached before. */
  recheckUnreachedShare: 10,
  /** Pages of a monitor that are remembered as not reached; the ones asked for longest ago are forgotten first. */
  unreachedPagesKept: 10_000,
  /** How long the schedule is not looked at when nothing is due. */
  scheduleTimerMsMax: 60_000,

  // store and questions
  rowsPerAnswerMax: 1_000,
  /** A target with at most so many links is read whole, and its answer made from the rows. */
  fewRowsMax: 2_048,
  /** A target with more links has the answers to what is asked most kept ready. */
  keptReadyAbove: 512,
  rowsPerAnswerDefault: 100,
  /** Rows that an answer may pass over; further on a cursor leads. */
  offsetMax: 20_000,
  /** Rows of a whole answer that are read, charged and held in memory at a time. */
  rowsPerPieceMax: 10_000,
  /** A cursor holds up to three URL keys, each up to three times as long as its URL when that is all bare percent signs. */
  cursorCharsMax: 32_768,
  filterValuesMax: 1_000,
  filterCharsMax: 2_048,
  /** Of one filter in the filter language, as JSON or as text. */
  filterBytesMax: 128 * 1024,
  filterConditionsMax: 64,
  filterDepthMax: 8,
  /** Of a pattern behind like, regex or match. */
  filterPatternCharsMax: 1_000,
  orderTermsMax: 3,
  /** Competitors of one question. */
  competitorsMax: 10,
  /** Targets that one question compares link by link. */
  intersectionTargetsMax: 20,
  /** Targets of one audit job; rows of each part of an audit, and competitors that it takes by itself. */
  auditTargetsMax: 1_000,
  auditRows: 10,
  auditCompetitors: 5,
  /** Targets whose audits one answer holds. */
  auditResultsPerAnswerMax: 100,
  /** Targets that stand side by side. */
  compareTargetsMax: 10,
  /** Targets of one bulk question. */
  bulkTargetsMax: 1_000,
  /** Pairs of domains, or links of hosts, folders and pages, that a question about several targets may read. */
  overlapRowsMax: 10_000_000,
  /** Domains or pages that an intersection in DataForSEO's words looks at one by one, for a filter or an order that our own question does not take. */
  overlapItemsMax: 10_000,
  /** Edges of a target's referring domains that the search for its competitors reads. */
  neighbourEdgesMax: 5_000_000,
  /** Domains that such a search ranks; the others are counted. */
  neighboursRankedMax: 10_000,
  /** Stored rows that one question reads at most; the engine counts them before it reads. */
  questionRowsReadMax: 10_000_000,
  /** Threads of a question that reads all rows of a large target, where there are as many cores; others have one. */
  questionThreadsMax: 4,
  /** Stored rows that a dry run reads at most to count what the question would give; beyond, it says the most that it can give. */
  quoteRowsReadMax: 1_000_000,
  questionMs: 30_000,
  /** Rows of an answer that a job keeps at most, and the days it keeps them. */
  answerRowsMax: 10_000_000,
  answersKeptDays: 7,
  questionMemoryBytesMax: 4 * 1024 * 1024 * 1024,
  /** Links of touched pages up to which a refresh holds their pairs of domains, and takes other edges from the release before: 100 bytes each. */
  touchedLinksMax: 2_000_000,
  /** Stored links up to which a release has one partition a table. */
  onePartitionLinksMax: 1_000_000,
  buildMemoryBytesMax: 1024 * 1024 * 1024,
  spillBytes: 384 * 1024 * 1024,
  buildMs: 24 * 3_600_000,
  releasesKept: 3,
  staleDays: 180,
  newDays: 30,
  /** Steps of a chain of redirects and canonicals, pages that are followed in all, and domains whose own redirects are looked up a step. */
  redirectHopsMax: 5,
  viaPagesMax: 2_000,
  redirectDomainsMax: 50,
  /** Captures of one page that the life of a link is told from, the newest ones; older ones are counted. */
  capturesPerLinkMax: 10_000,
  /** Spikes of one answer that are explained, the strongest ones; each costs a reading of the target's links. */
  spikesExplainedMax: 5,
  cursorLeaseSeconds: 3_600,

  /** Different anchors of one target that a profile classes; those with the most referring domains. */
  anchorsClassedMax: 10_000,
  /** Pages of a target whose titles and paths say what its anchors are held against. */
  anchorSubjectPagesMax: 200,
  anchorSubjectsKept: 1_000,

  /** A link with less relevance than this is off topic. */
  offTopicRelevanceMax: 20,
  /** A link with at least this spam score is toxic. */
  toxicSpamMin: 60,
  /** Domains of one disavow file that are found by their scores. */
  disavowDomainsMax: 10_000,
  disavowBytesMax: 2 * 1024 * 1024,

  // rank
  /** A node's label and a block's first edge are 32-bit numbers. */
  graphNodesMax: 2 ** 31 - 1,
  graphBlockEdgesMax: 2 ** 31 - 1,
  rankWorkersMax: 64,
  /** Edges above which circles of domains are not sought: they need 12 bytes an edge more than ranks do. */
  circleEdgesMax: 250_000_000,

  // surfaces
  requestBytesMax: 1024 * 1024,
  /** How long a caller may take to send a request. */
  requestReadMs: 30_000,
  pathPartCharsMax: 512,
  connectionsMax: 4_096,
  /** How long it holds that questions can be answered, or that they cannot. */
  readyHoldsMs: 1_000,
  /** How long calls in flight may take to end when the server closes. */
  closeMs: 5_000,
  /** Verdicts in all, and in one call. */
  verdictsMax: 200_000,
  verdictsPerCallMax: 1_000,
  noteCharsMax: 2_000,
  jobsQueuedMax: 100,
  jobsKept: 1_000,
  /** Notes of a running job that someone who begins to follow it still gets. */
  jobNotesKept: 1_000,
  /** How often a process may end in the middle of a job before the job is not tried again. */
  jobInterruptionsMax: 3,
  jobSourcesMax: 10_000,
  keyNameCharsMax: 100,
  tagCharsMax: 64,
  /** Questions of all keys that run at the same time; the others wait, the keys in turn. */
  questionsAtOnce: 8,
  /** Questions of one key that run or wait, when the key itself has no smaller limit. */
  callsOfKeyMax: 256,
  keyGraceSecondsMax: 30 * 86_400,
  idempotencyKeyCharsMax: 128,
  /** Of a payment's name, or a note to it. */
  referenceCharsMax: 200,
  /** How long a repeated Idempotency-Key gets the same answer. */
  keptAnswerMs: 24 * 3_600_000,
  /** How long after a charge the disk is told of it. */
  ledgerSyncMs: 100,
  usageDaysMax: 400,
  /** How long a command waits for an owner of the data directory that is starting or ending. */
  ownerWaitMs: 10_000,
  ownerAnswerMs: 2_000,
  /** How long a closing process waits for the job it has stopped. */
  stopMs: 30_000,
  evidenceCharsMax: 600,
  /** Free space of the disk below which an installation is not well. */
  freeBytesLeast: 1_000_000_000,
  mcpAnswerCharsMax: 24_000,
  /** One value of a row in such an answer. */
  mcpValueCharsMax: 500,
  /** Kept free for the cursor of an answer that is cut. */
  mcpCursorChars: 600,
  /** Kept free for what stands around lines of page text. */
  mcpMarksChars: 300,
  mcpRowsDefault: 25,
  /** Sessions over HTTP whose spending is remembered; the one used longest ago is forgotten first. */
  mcpSessionsMax: 10_000,
  mcpSessionNameCharsMax: 64,
  mcpCrawlPagesDefault: 100,
} as const;
