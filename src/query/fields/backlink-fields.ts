import { limits } from '../../base/limits.ts';
import { authorityOf, classOf, isFollowed, isLive, linkSpamOf, sitewideOf, spamMassOf, trustOf } from '../../compute/views.ts';
import { mainTopicColumn, relevanceColumn, siteTopicsOf } from '../../compute/topics/relevance-columns.ts';
import { flag, linkKinds, linkStates, lostReasons, placements, relTokens } from '../../model/link.ts';
import { origins } from '../../model/origin.ts';
import { sourceClasses } from '../../model/source-class.ts';
import { topicNames } from '../../model/topic/taxonomy.ts';
import { sql, type Sql } from '../../store/literal.ts';
import { domainNamed } from '../domain-named.ts';
import { newSince } from '../moments.ts';
import type { Field, RowKind } from './field.ts';
import { networkColumn } from './network.ts';
import { hostOfKeyColumn, urlOfKeyColumn } from './url-of-key.ts';
import { linkVerdicts } from './verdict-fields.ts';

const firstSeen = sql`toUnixTimestamp(b.first_seen)`;
const lastSeen = sql`(${firstSeen} + b.seen_for)`;
const verifiedAt = sql`(${firstSeen} + b.seen_for + b.verified_after)`;

function has(bit: number): Sql {
  return sql`(bitAnd(b.flags, ${bit}) != 0)`;
}

const source: readonly Field[] = [
  {
    name: 'source_url',
    type: 'text',
    about: 'Address of the linking page; query parameters in order and without those that only track a visitor',
    column: () => urlOfKeyColumn(sql`b.source_key`, has(flag.sourceHttps), has(flag.sourceWww)),
    example: ['like', '%/blog/%'],
  },
  {
    name: 'source_key',
    also: ['source'],
    type: 'text',
    about: 'URL key of the linking page: com,example,blog)/a for http://blog.example.com/a',
    column: () => sql`b.source_key`,
    example: ['like', 'com,example)/news/%'],
  },
  {
    name: 'source_host',
    type: 'text',
    about: 'Host of the linking page',
    column: () => sql`concat(if(${has(flag.sourceWww)}, 'www.', ''), ${hostOfKeyColumn(sql`b.source_key`)})`,
    example: ['=', 'blog.example.com'],
  },
  {
    name: 'source_domain',
    type: 'text',
    about: 'Registrable domain of the linking page',
    column: () => sql`b.source_domain`,
    read: (value) => domainNamed('source_domain', value),
    example: ['not_in', ['example.com', 'example.org']],
  },
  {
    name: 'source_tld',
    type: 'text',
    about: 'Last label of the linking domain',
    column: () => sql`substring(b.source_domain, length(b.source_domain) - position(reverse(b.source_domain), '.') + 2)`,
    example: ['=', 'edu'],
  },
  {
    name: 'source_class',
    type: 'enum',
    about: 'What kind of site links',
    column: ({ id }) => classOf(id, sql`b.source_domain`),
    words: sourceClasses.map((word) => (word === 'unknown' ? null : word)),
    example: ['in', ['news', 'blog']],
  },
  {
    name: 'source_language',
    also: ['language'],
    type: 'text',
    about: 'Language of the linking page: what its text is written in, else what it declares',
    column: () => sql`toString(b.language)`,
    nullable: true,
    example: ['=', 'en'],
  },
  {
    name: 'source_topic',
    also: ['topic'],
    type: 'enum',
    about: 'Strongest topic of the linking page',
    column: () => mainTopicColumn(sql`b.page_topics`),
    words: [null, ...topicNames],
    example: ['in', ['dentistry', 'medicine']],
  },
  {
    name: 'site_topic',
    type: 'enum',
    about: 'Strongest topic of the linking domain',
    column: ({ id }) => mainTopicColumn(siteTopicsOf(id, sql`b.source_domain`)),
    words: [null, ...topicNames],
    example: ['<>', 'gambling'],
  },
  {
    name: 'relevance',
    type: 'number',
    about: 'How much the link is about what the target is about, 0 to 100; unknown where their words do not say',
    column: ({ id }) => relevanceColumn(id),
    nullable: true,
    example: ['>=', 50],
  },
  {
    name: 'source_ip',
    type: 'text',
    about: 'Address that the linking page was fetched from',
    column: () => sql`toString(b.source_ip)`,
    nullable: true,
    example: ['=', '192.0.2.1'],
  },
  {
    name: 'source_subnet',
    type: 'text',
    about: 'Its network: 192.0.2.0/24, or 2001:db8::/64',
    column: () => networkColumn(sql`toString(b.source_ip)`),
    nullable: true,
    example: ['<>', '192.0.2.0/24'],
  },
  {
    name: 'domain_authority',
    also: ['authority'],
    type: 'number',
    about: 'Authority of the linking domain, 0 to 100',
    column: ({ id }) => authorityOf(id, sql`b.source_domain`),
    example: ['>', 30],
  },
  {
    name: 'spam_score',
    also: ['spam'],
    type: 'number',
    about: 'Spam score of the link, 0 to 100: of the linking domain, and more when the anchor holds a word of link spam',
    column: ({ id }) => linkSpamOf(id),
    example: ['<', 60],
  },
  {
    name: 'trust',
    type: 'number',
    about: 'Trust of the linking domain: how much of its rank begins with trusted domains, 0 to 100',
    column: ({ id }) => trustOf(id, sql`b.source_domain`),
    example: ['>', 0],
  },
  {
    name: 'spam_mass',
    type: 'number',
    about: 'What part of the rank of the linking domain does not begin with trusted ones, in percent',
    column: ({ id }) => spamMassOf(id, sql`b.source_domain`),
    example: ['<', 98],
  },
];

const target: readonly Field[] = [
  {
    name: 'target_url',
    type: 'text',
    about: 'Address that is linked',
    column: () =>
      sql`if(b.target_url = '', ${urlOfKeyColumn(sql`b.target_key`, has(flag.targetHttps), has(flag.targetWww))}, b.target_url)`,
    example: ['ilike', '%/pricing%'],
  },
  {
    name: 'target_key',
    type: 'text',
    about: 'URL key of the linked page',
    column: () => sql`b.target_key`,
    example: ['=', 'com,example)/'],
  },
  {
    name: 'target_host',
    type: 'text',
    about: 'Host that is linked',
    column: () => sql`concat(if(${has(flag.targetWww)}, 'www.', ''), ${hostOfKeyColumn(sql`b.target_key`)})`,
    example: ['<>', 'www.example.com'],
  },
  {
    name: 'target_domain',
    type: 'text',
    about: 'Registrable domain that is linked',
    column: () => sql`b.target_domain`,
    read: (value) => domainNamed('target_domain', value),
    example: ['=', 'example.com'],
  },
];

const link: readonly Field[] = [
  {
    name: 'kind',
    type: 'enum',
    about: 'Kind of link',
    column: () => sql`b.kind`,
    words: linkKinds,
    example: ['=', 'redirect'],
  },
  {
    name: 'has_image',
    type: 'boolean',
    about: 'Whether an image stands in the link',
    column: () => has(flag.hasImage),
    example: ['=', true],
  },
  {
    name: 'anchor',
    type: 'text',
    about: 'Text of the link, as written',
    column: () => sql`b.anchor`,
    example: ['ilike', '%plumber%'],
  },
  {
    name: 'rel',
    type: 'list',
    about: 'Values of rel that say not to follow',
    column: () => sql`bitAnd(b.flags, ${flag.nofollow | flag.ugc | flag.sponsored})`,
    words: relTokens,
    example: ['=', 'sponsored'],
  },
  {
    name: 'rel_known',
    type: 'boolean',
    about: 'Whether the source says anything of rel; where it does not, the link counts as followed',
    column: () => sql`(bitAnd(b.flags, ${flag.relUnknown}) = 0)`,
    example: ['=', true],
  },
  {
    name: 'followed',
    type: 'boolean',
    about: 'None of nofollow, ugc and sponsored on the link, and no nofollow on the page',
    column: () => sql`(${isFollowed})`,
    example: ['=', true],
  },
  {
    name: 'placement',
    type: 'enum',
    about: 'Where on its page the link stands',
    column: () => sql`b.placement`,
    words: placements,
    example: ['in', ['content', 'aside']],
  },
  {
    name: 'placement_estimated',
    type: 'boolean',
    about: 'Whether the placement was told from the order of links, without the page',
    column: () => has(flag.placementEstimated),
    example: ['=', false],
  },
  {
    name: 'sitewide',
    type: 'boolean',
    about: 'The same anchor from one domain to another on 20 pages and 30 % of them',
    column: ({ id }) => sitewideOf(id),
    example: ['=', false],
  },
  {
    name: 'links_count',
    type: 'number',
    about: 'Links from the page to this target',
    column: () => sql`b.links_count`,
    example: ['>=', 2],
  },
];

const life: readonly Field[] = [
  {
    name: 'seen_by',
    type: 'list',
    about: 'Where the link was seen: archives, edge lists, and each owned export that has it',
    column: () => sql`b.seen_by`,
    words: origins,
    example: ['=', 'archive'],
  },
  { name: 'first_seen', type: 'date', about: 'First capture with the link', column: () => firstSeen, example: ['>=', '2026-01-01'] },
  { name: 'last_seen', type: 'date', about: 'Newest capture with the link', column: () => lastSeen, example: ['<', '2026-10-01'] },
  { name: 'verified_at', type: 'date', about: 'Newest capture of the page', column: () => verifiedAt, example: ['>', '2026-06-30'] },
  {
    name: 'stale',
    type: 'boolean',
    about: `Whether the page was last captured more than ${limits.staleDays} days before as_of`,
    column: ({ asOf }) => sql`(${Math.floor(asOf.getTime() / 1000) - limits.staleDays * 86_400} > ${verifiedAt})`,
    example: ['=', false],
  },
  {
    name: 'state',
    type: 'enum',
    about: 'Live or lost. Lists hold live links unless the input "state" says otherwise',
    column: () => sql`b.state`,
    words: linkStates,
    example: ['=', 'live'],
  },
  {
    name: 'lost_at',
    type: 'date',
    about: 'First proof that the link is gone',
    column: () => sql`if(${isLive}, NULL, ${lastSeen} + b.lost_after)`,
    nullable: true,
    example: ['>=', '2026-09-01'],
  },
  {
    name: 'lost_reason',
    type: 'enum',
    about: 'What proved it',
    column: () => sql`if(${isLive}, 0, b.lost_reason)`,
    words: lostReasons.map((word) => (word === 'none' ? null : word)),
    example: ['=', 'removed'],
  },
  {
    name: 'reported_lost_at',
    type: 'date',
    about: 'When an export says that the link was lost, if it was not seen since',
    column: () => sql`if(b.reported_lost_after = 0, NULL, ${lastSeen} + b.reported_lost_after - 1)`,
    nullable: true,
    example: ['>=', '2026-01-01'],
  },
  {
    name: 'lost_confirmations',
    type: 'number',
    about: 'How often that was proved',
    column: () => sql`b.lost_confirmations`,
    example: ['>', 1],
  },
  {
    name: 'is_new',
    type: 'boolean',
    about: `Whether it appeared in the last ${limits.newDays} days on a page that had been captured before without it`,
    column: ({ asOf }) => sql`(${has(flag.pageSeenBefore)} AND b.first_seen > ${newSince(asOf)})`,
    example: ['=', true],
  },
  {
    name: 'discovery',
    type: 'enum',
    about: 'new_link: the page had been captured before without it; discovered: it had not',
    column: () => sql`if(${has(flag.pageSeenBefore)}, 0, 1)`,
    words: ['new_link', 'discovered'],
    example: ['=', 'new_link'],
  },
];

/** Of a stored link (`b`). What is only looked up for rows that are shown (titles, texts around the link) is no field. */
export const backlinkRows: RowKind = {
  name: 'backlink',
  called: 'a backlink',
  fields: [...source, ...target, ...link, ...life, ...linkVerdicts],
};
