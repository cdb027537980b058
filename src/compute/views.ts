/**
 * The views of a target's links that questions show: rows, anchors, referring domains, summary. Each is one select list and
 * grouping, used twice: by a question over the target's range of keys, and by the build over all large targets at once.
 * So an answer kept ready and an answer scanned cannot differ.
 */
import { flag, linkKinds, linkStates, notFollowed, placements, relTokens } from '../model/link.ts';
import { bloggerPrefix, platformNames, platforms } from '../model/platform.ts';
import { join, name, sql, strings, type Sql } from '../store/literal.ts';
import { tableOf } from '../store/releases.ts';
import { sitewideHash } from './graph.ts';
import { subnetOf } from './network.ts';
import { spamWordColumn } from './spam/spam-columns.ts';
import { spamWordPoints } from './spam/spam-model.ts';
import { siteLanguageOf, siteTopicsOf } from './topics/relevance-columns.ts';

export const isLive = sql`b.state = ${linkStates.indexOf('live')}`;
export const isFollowed = sql`bitAnd(b.flags, ${notFollowed}) = 0`;
const hasNofollow = sql`bitAnd(b.flags, ${notFollowed}) != 0`;
const lastSeen = sql`(b.first_seen + b.seen_for)`;
const lostAt = sql`(b.first_seen + b.seen_for + b.lost_after)`;

/** The authority and class of a domain, from the release's dictionary. */
export function authorityOf(release: number, domain: Sql): Sql {
  return sql`dictGet(${dictionary('scores', release)}, 'authority', cityHash64(${domain}))`;
}

export function classOf(release: number, domain: Sql): Sql {
  return sql`dictGet(${dictionary('scores', release)}, 'class', cityHash64(${domain}))`;
}

/** The spam score of a domain. */
export function spamOf(release: number, domain: Sql): Sql {
  return sql`dictGet(${dictionary('scores', release)}, 'spam', cityHash64(${domain}))`;
}

/** How much of a domain's rank begins with trusted ones, on the scale of authority; and what part of it does not, in percent. */
export function trustOf(release: number, domain: Sql): Sql {
  return sql`dictGet(${dictionary('scores', release)}, 'trust', cityHash64(${domain}))`;
}

export function spamMassOf(release: number, domain: Sql): Sql {
  return sql`dictGet(${dictionary('scores', release)}, 'spam_mass', cityHash64(${domain}))`;
}

/** The spam score of a link: `linkSpam` as SQL. */
export function linkSpamOf(release: number): Sql {
  return sql`least(100, ${spamOf(release, sql`b.source_domain`)} + ${spamWordPoints} * ${spamWordColumn(sql`b.anchor`)})`;
}

export function sitewideOf(release: number): Sql {
  return sql`dictHas(${dictionary('sitewide_pages', release)}, ${sitewideHash(sql`b.source_domain`, sql`b.target_domain`, sql`b.anchor`)})`;
}

function dictionary(table: string, release: number): Sql {
  return sql`${`${table}_${release}`}`;
}

/** 64 bits over both keys: with the target's domain, the stable id of a backlink. */
export const backlinkHash = sql`lower(hex(sipHash64(b.target_key, b.source_key)))`;

/** What a question reads of a stored link `b`, by the name it has there; numbers stay codes until model words them. */
const backlinkColumn = {
  hash: () => backlinkHash,
  target_key: () => sql`b.target_key`,
  source_key: () => sql`b.source_key`,
  target_domain: () => sql`b.target_domain`,
  source_domain: () => sql`b.source_domain`,
  target_url: () => sql`b.target_url`,
  kind: () => sql`b.kind`,
  flags: () => sql`b.flags`,
  placement: () => sql`b.placement`,
  anchor: () => sql`b.anchor`,
  links_count: () => sql`b.links_count`,
  first_at: () => sql`toUnixTimestamp(b.first_seen)`,
  seen_for: () => sql`b.seen_for`,
  verified_after: () => sql`b.verified_after`,
  state: () => sql`b.state`,
  lost_after: () => sql`b.lost_after`,
  lost_reason: () => sql`b.lost_reason`,
  lost_confirmations: () => sql`b.lost_confirmations`,
  source_ip: () => sql`b.source_ip`,
  seen_by: () => sql`b.seen_by`,
  reported_lost_after: () => sql`b.reported_lost_after`,
  gaps: () => sql`b.gaps`,
  language: () => sql`toString(b.language)`,
  page_topics: () => sql`b.page_topics`,
  link_topics: () => sql`b.link_topics`,
  authority: (release) => authorityOf(release, sql`b.source_domain`),
  class: (release) => classOf(release, sql`b.source_domain`),
  sitewide: (release) => sitewideOf(release),
  spam: (release) => spamOf(release, sql`b.source_domain`),
  trust: (release) => trustOf(release, sql`b.source_domain`),
  spam_mass: (release) => spamMassOf(release, sql`b.source_domain`),
  source_topics: (release) => siteTopicsOf(release, sql`b.source_domain`),
  source_site_language: (release) => siteLanguageOf(release, sql`b.source_domain`),
  target_topics: (release) => siteTopicsOf(release, sql`b.target_domain`),
  target_language: (release) => siteLanguageOf(release, sql`b.target_domain`),
  target_captured: (release) => sql`dictGet(${dictionary('scores', release)}, 'pages_captured', cityHash64(b.target_domain)) > 0`,
} satisfies Record<string, (release: number) => Sql>;

export type BacklinkColumn = keyof typeof backlinkColumn;

const allColumns = Object.keys(backlinkColumn) as BacklinkColumn[];

/** A select list of these columns, or of all, in this order. */
export function backlinkColumns(release: number, wanted: readonly BacklinkColumn[] = allColumns): Sql {
  return join(
    wanted.map((column) => sql`${backlinkColumn[column](release)} AS ${name(column)}`),
    ', ',
  );
}

export const anchorColumns = sql`b.anchor AS anchor, count() AS backlinks, uniqExact(b.source_domain) AS referring_domains, countIf(${isFollowed}) AS followed,
  toUnixTimestamp(min(b.first_seen)) AS first_at, toUnixTimestamp(max(${lastSeen})) AS last_at`;

export function referringDomainColumns(release: number): Sql {
  return sql`b.source_domain AS domain, ${authorityOf(release, sql`domain`)} AS authority, ${classOf(release, sql`domain`)} AS class, ${spamOf(release, sql`domain`)} AS spam,
    ${trustOf(release, sql`domain`)} AS trust, ${spamMassOf(release, sql`domain`)} AS spam_mass,
    ${siteTopicsOf(release, sql`domain`)} AS source_topics, ${siteLanguageOf(release, sql`domain`)} AS source_site_language,
    any(b.target_domain) AS target_domain, ${siteTopicsOf(release, sql`target_domain`)} AS target_topics, ${siteLanguageOf(release, sql`target_domain`)} AS target_language,
    countIf(${isLive}) AS live, countIf(NOT (${isLive})) AS lost, countIf(${isLive} AND ${isFollowed}) AS followed,
    uniqExactIf(b.source_key, ${isLive}) AS pages,
    toUnixTimestamp(min(b.first_seen)) AS first_at, toUnixTimestamp(max(${lastSeen})) AS last_at,
    if(live = 0, toUnixTimestamp(max(${lostAt})), NULL) AS lost_at`;
}

/** Counted in the summary once for each of these, over live links. */
const byKind = linkKinds.map((kind, i) => counted(`kind_${kind}`, sql`b.kind = ${i}`));
const byRel = relTokens.map((token) => counted(`rel_${token}`, sql`bitAnd(b.flags, ${flag[token]}) != 0`));
const byPlacement = placements.map((placement, i) => counted(`placement_${placement}`, sql`b.placement = ${i}`));
const images = counted('kind_image', sql`b.kind = 0 AND bitAnd(b.flags, ${flag.hasImage}) != 0 AND b.anchor = ''`);
const counters = [...byKind, images, ...byRel, ...byPlacement];

function counted(column: string, condition: Sql): { column: string; inner: Sql; outer: Sql } {
  return {
    column,
    inner: sql`countIf(${isLive} AND ${condition}) AS ${name(column)}`,
    outer: sql`sum(d.${name(column)}) AS ${name(column)}`,
  };
}

/** Addresses and networks that links come from, of all live links, of followed ones, and of those that are not. */
const addresses = [
  { of: '', links: sql`1 = 1` },
  { of: 'followed_', links: isFollowed },
  { of: 'nofollow_', links: hasNofollow },
].flatMap(({ of, links }) => [
  { column: `${of}ips`, value: sql`b.source_ip`, links },
  { column: `${of}subnets`, value: subnetOf(sql`b.source_ip`), links },
]);

/** `platformCodeOf` as SQL. */
function platformOf(domain: Sql): Sql {
  const above = sql`substring(${domain}, position(${domain}, '.') + 1)`;
  const [known, codes] = [Object.keys(platformNames), Object.values(platformNames).map((platform) => platforms.indexOf(platform))];
  return sql`multiIf(startsWith(${above}, ${bloggerPrefix}) OR startsWith(${domain}, ${bloggerPrefix}), ${platforms.indexOf('blogger')},
    transform(${above}, ${strings(known)}, ${codes}, transform(${domain}, ${strings(known)}, ${codes}, 0)))`;
}

/**
 * The summary in two levels: by referring domain, then over them. A page, a host and a link belong to one domain, so their
 * distinct counts add up; addresses do not, so their states are merged. `group` is what summaries are made for (empty for one).
 */
export function summarySelect(
  release: number,
  asOf: Date,
  from: Sql,
  group: readonly { readonly as: string; readonly column: Sql }[] = [],
): Sql {
  const groupNames = group.map(({ as }) => name(as));
  const since = (days: number): Sql => sql`${new Date(asOf.getTime() - days * 86_400_000)}`;
  const inner = sql`
    SELECT ${join([...group.map(({ as, column }) => sql`${column} AS ${name(as)}`), sql`b.source_domain AS source_domain`], ', ')},
      countIf(${isLive}) AS live, countIf(NOT (${isLive})) AS lost, countIf(${isLive} AND ${isFollowed}) AS followed, countIf(${isLive} AND ${hasNofollow}) AS nofollow,
      uniqExactIf(b.source_key, ${isLive}) AS pages,
      uniqExactIf(substring(b.source_key, 1, position(b.source_key, ')')), ${isLive}) AS hosts,
      uniqExactIf(b.source_key, ${isLive} AND ${isFollowed}) AS followed_pages,
      uniqExactIf(substring(b.source_key, 1, position(b.source_key, ')')), ${isLive} AND ${isFollowed}) AS followed_hosts,
      uniqExactIf(b.source_key, ${isLive} AND ${hasNofollow}) AS nofollow_pages,
      uniqExactIf(substring(b.source_key, 1, position(b.source_key, ')')), ${isLive} AND ${hasNofollow}) AS nofollow_hosts,
      uniqExact(b.source_key) AS known_pages, uniqExactIf(b.source_key, b.seen_for + b.verified_after > 0) AS recaptured_pages,
      ${join(
        addresses.map(
          ({ column, value, links }) => sql`uniqExactStateIf(${value}, ${isLive} AND b.source_ip != '' AND ${links}) AS ${name(column)}`,
        ),
        ', ',
      )},
      min(b.first_seen) AS first_at, max(${lastSeen}) AS last_at, max(${lostAt}) AS lost_at,
      countIf(b.first_seen > ${since(30)}) AS new_30, countIf(b.first_seen > ${since(90)}) AS new_90,
      countIf(NOT (${isLive}) AND ${lostAt} > ${since(30)}) AS lost_30, countIf(NOT (${isLive}) AND ${lostAt} > ${since(90)}) AS lost_90,
      ${join(
        counters.map(({ inner: column }) => column),
        ', ',
      )}
    FROM ${from}
    GROUP BY ${join([...groupNames, sql`source_domain`], ', ')}`;
  return sql`
  SELECT ${groupNames.length === 0 ? sql`` : sql`${join(groupNames, ', ')},`}
    sum(d.live) AS live, sum(d.lost) AS lost, sum(d.followed) AS followed, sum(d.pages) AS pages, sum(d.hosts) AS hosts,
    sum(d.nofollow_pages) AS nofollow_pages, sum(d.nofollow_hosts) AS nofollow_hosts,
    sum(d.known_pages) AS known_pages, sum(d.recaptured_pages) AS recaptured_pages,
    countIf(d.live > 0) AS domains, count() AS domains_ever, countIf(d.followed > 0) AS followed_domains, countIf(d.nofollow > 0) AS nofollow_domains,
    sumIf(toUInt64(${spamOf(release, sql`d.source_domain`)}), d.live > 0) AS spam_sum,
    sum(d.followed_pages) AS followed_pages, sum(d.followed_hosts) AS followed_hosts,
    ${join(
      addresses.map(({ column }) => sql`uniqExactMerge(d.${name(column)}) AS ${name(column)}`),
      ', ',
    )},
    toUnixTimestamp(min(d.first_at)) AS first_at, toUnixTimestamp(max(d.last_at)) AS last_at,
    sum(d.new_30) AS new_30, sum(d.new_90) AS new_90, sum(d.lost_30) AS lost_30, sum(d.lost_90) AS lost_90,
    countIf(d.first_at > ${since(30)}) AS new_domains_30, countIf(d.first_at > ${since(90)}) AS new_domains_90,
    countIf(d.live = 0 AND d.lost_at > ${since(30)}) AS lost_domains_30, countIf(d.live = 0 AND d.lost_at > ${since(90)}) AS lost_domains_90,
    ${join(
      counters.map(({ outer }) => outer),
      ', ',
    )},
    sumMap([substring(d.source_domain, length(d.source_domain) - position(reverse(d.source_domain), '.') + 2)], [d.live]) AS by_tld,
    sumMap([toUInt8(${classOf(release, sql`d.source_domain`)})], [d.live]) AS by_class,
    sumMap([toUInt8(${platformOf(sql`d.source_domain`)})], [d.live]) AS by_platform
  FROM (${inner}) AS d
  ${groupNames.length === 0 ? sql`` : sql`GROUP BY ${join(groupNames, ', ')}`}`;
}

/** The rows that a view reads: `b` is the release's backlinks. */
export function backlinksWhere(release: number, where: Sql): Sql {
  return sql`${tableOf('backlinks', release)} AS b WHERE ${where}`;
}
