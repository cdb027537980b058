/** Fields of groups of links (`g`): of the columns that compute/views.ts and the operations select. */
import { mainTopicColumn, siteRelevanceColumn } from '../../compute/topics/relevance-columns.ts';
import { languages } from '../../model/language.ts';
import { flag, linkStates } from '../../model/link.ts';
import { sourceClasses } from '../../model/source-class.ts';
import { topicNames } from '../../model/topic/taxonomy.ts';
import { sql, type Sql } from '../../store/literal.ts';
import { domainNamed } from '../domain-named.ts';
import type { Field, RowKind } from './field.ts';
import { hostOfKeyColumn, urlOfKeyColumn } from './url-of-key.ts';
import { domainVerdicts } from './verdict-fields.ts';

const firstSeen: Field = {
  name: 'first_seen',
  type: 'date',
  about: 'First of its links',
  column: () => sql`g.first_at`,
  example: ['>=', '2026-01-01'],
};
const lastSeen: Field = {
  name: 'last_seen',
  type: 'date',
  about: 'Newest sight of one of its links',
  column: () => sql`g.last_at`,
  example: ['<', '2026-10-01'],
};

function counted(name: string, about: string, column: Sql): Field {
  return { name, type: 'number', about, column: () => column, example: ['>=', 5] };
}

/** Of what is live while one of its links is. */
const ofState: readonly Field[] = [
  {
    name: 'state',
    type: 'enum',
    about: 'Live while one of its links is. Lists hold what is live unless the input "state" says otherwise',
    // Of a domain that only a web graph knows no count is known; it links.
    column: () => sql`if(ifNull(g.live = 0, false), 1, 0)`,
    words: linkStates,
    example: ['=', 'lost'],
  },
  {
    name: 'lost_at',
    type: 'date',
    about: 'When its last link was lost',
    column: () => sql`g.lost_at`,
    nullable: true,
    example: ['>=', '2026-09-01'],
  },
];

const ofSite: readonly Field[] = [
  {
    name: 'domain_authority',
    also: ['authority'],
    type: 'number',
    about: 'Authority of the domain, 0 to 100',
    column: () => sql`g.authority`,
    example: ['>', 30],
  },
  {
    name: 'source_class',
    type: 'enum',
    about: 'What kind of site it is',
    column: () => sql`g.class`,
    words: sourceClasses.map((word) => (word === 'unknown' ? null : word)),
    example: ['in', ['news', 'blog']],
  },
];

/** Not known of a domain that only a web graph knows to link. */
function ofLinks(field: Field): Field {
  return { ...field, nullable: true };
}

export const referringDomainRows: RowKind = {
  name: 'referring_domain',
  called: 'a referring domain',
  fields: [
    {
      name: 'domain',
      type: 'text',
      about: 'The registrable domain',
      column: () => sql`g.domain`,
      read: (value) => domainNamed('domain', value),
      example: ['like', '%.edu'],
    },
    ...ofSite.map((field) => (field.type === 'number' ? ofLinks(field) : field)),
    {
      name: 'spam_score',
      also: ['spam'],
      type: 'number',
      about: 'Spam score of the domain, 0 to 100',
      column: () => sql`g.spam`,
      nullable: true,
      example: ['<', 30],
    },
    {
      name: 'trust',
      type: 'number',
      about: 'How much of its rank begins with trusted domains, 0 to 100',
      column: () => sql`g.trust`,
      nullable: true,
      example: ['>', 0],
    },
    {
      name: 'spam_mass',
      type: 'number',
      about: 'What part of its rank does not, in percent',
      column: () => sql`g.spam_mass`,
      nullable: true,
      example: ['<', 98],
    },
    {
      name: 'topic',
      type: 'enum',
      about: 'Strongest topic of the domain',
      column: () => mainTopicColumn(sql`g.source_topics`),
      words: [null, ...topicNames],
      example: ['in', ['dentistry', 'medicine']],
    },
    {
      name: 'language',
      type: 'enum',
      about: 'Language that most of its pages are in',
      column: () => sql`g.source_site_language`,
      words: [null, ...languages],
      example: ['=', 'en'],
    },
    {
      name: 'relevance',
      type: 'number',
      about: 'How much the domain is about what the target is about, 0 to 100; unknown where their words do not say',
      column: ({ id }) => siteRelevanceColumn(id),
      nullable: true,
      example: ['>=', 50],
    },
    ofLinks(counted('backlinks', 'Live links', sql`g.live`)),
    ofLinks(counted('followed_backlinks', 'Live links that are followed', sql`g.followed`)),
    ofLinks(counted('referring_pages', 'Pages with live links', sql`g.pages`)),
    ofLinks(firstSeen),
    ofLinks(lastSeen),
    ...ofState,
    ...domainVerdicts(sql`g.domain`),
  ],
};

export const anchorRows: RowKind = {
  name: 'anchor',
  called: 'an anchor',
  fields: [
    { name: 'anchor', type: 'text', about: 'The text, as written', column: () => sql`g.anchor`, example: ['match', 'best plumber'] },
    counted('backlinks', 'Links with it', sql`g.backlinks`),
    counted('referring_domains', 'Domains that use it', sql`g.referring_domains`),
    {
      name: 'followed_share',
      type: 'number',
      about: 'Share of its links that are followed, 0 to 1',
      column: () => sql`(g.followed / g.backlinks)`,
      example: ['<', 0.5],
    },
    firstSeen,
    lastSeen,
  ],
};

function hasBit(bit: number): Sql {
  return sql`(bitAnd(g.flags, ${bit}) != 0)`;
}

export const referringPageRows: RowKind = {
  name: 'referring_page',
  called: 'a referring page',
  fields: [
    {
      name: 'source_url',
      type: 'text',
      about: 'Address of the page; query parameters in order and without those that only track a visitor',
      column: () => urlOfKeyColumn(sql`g.source_key`, hasBit(flag.sourceHttps), hasBit(flag.sourceWww)),
      example: ['like', '%/blog/%'],
    },
    {
      name: 'source_host',
      type: 'text',
      about: 'Its host',
      column: () => sql`concat(if(${hasBit(flag.sourceWww)}, 'www.', ''), ${hostOfKeyColumn(sql`g.source_key`)})`,
      example: ['=', 'blog.example.com'],
    },
    {
      name: 'source_domain',
      type: 'text',
      about: 'Its registrable domain',
      column: () => sql`g.source_domain`,
      read: (value) => domainNamed('source_domain', value),
      example: ['<>', 'example.com'],
    },
    ...ofSite,
    counted('backlinks', 'Pages of the target that it links to', sql`g.live`),
    counted('followed_backlinks', 'Those that it links to with a followed link', sql`g.followed`),
    firstSeen,
    lastSeen,
    ...ofState,
    ...domainVerdicts(sql`g.source_domain`),
  ],
};

export const referringNetworkRows: RowKind = {
  name: 'referring_network',
  called: 'a referring network',
  fields: [
    {
      name: 'network',
      type: 'text',
      about: 'The address, or the network: 192.0.2.0/24, 2001:db8::/64',
      column: () => sql`g.network`,
      example: ['like', '192.0.%'],
    },
    counted('referring_ips', 'Addresses in it', sql`g.ips`),
    counted('referring_domains', 'Domains with links from it', sql`g.domains`),
    counted('referring_pages', 'Pages with links from it', sql`g.pages`),
    counted('backlinks', 'Links from it', sql`g.backlinks`),
    counted('followed_backlinks', 'Links from it that are followed', sql`g.followed`),
    firstSeen,
    lastSeen,
  ],
};
