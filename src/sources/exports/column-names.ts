/**
 * The tables that tools export, by the names of their columns. Names are compared as `headWord` writes them, so that
 * `Source URL`, `SourceURL` and `source_url` are one. Tools rename columns; every name they are known to have used is here.
 */
import type { Origin } from '../../model/origin.ts';

/** What a column can say of a link. */
export const fields = [
  'source',
  'source_domain',
  'target',
  'target_domain',
  'anchor',
  'before',
  'after',
  'rel',
  'nofollow',
  'followed',
  'ugc',
  'sponsored',
  'kind',
  'image',
  'redirect',
  'frame',
  'form',
  'canonical',
  'mention',
  'first_seen',
  'last_seen',
  'seen',
  'lost',
  'lost_at',
  'links',
  'title',
  'language',
] as const;
export type Field = (typeof fields)[number];

export interface KnownTable {
  readonly provider: Origin;
  readonly table: string;
  /** Groups of names, of each of which a head must have one. */
  readonly needs: readonly (readonly string[])[];
  /** Names of a field's column, the likeliest first. */
  readonly names: Partial<Readonly<Record<Field, readonly string[]>>>;
  /** Matches only a head that has no other columns: names so common that more would be another table. */
  readonly only?: boolean;
}

/** A column name as it is compared: letters and digits, small. */
export function headWord(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function words(names: string): string[] {
  return names.split(' ');
}

const seen = {
  first_seen: words('firstseen firstseenlink firstseendate'),
  last_seen: words('lastseen lastvisited lastchecked lastseendate'),
};
const rels = {
  nofollow: words('nofollow isnofollow'),
  followed: words('dofollow isdofollow followed'),
  ugc: words('ugc isugc'),
  sponsored: words('sponsored issponsored'),
};

/** In the order in which they are tried: the most telling names first. */
export const knownTables: readonly KnownTable[] = [
  {
    provider: 'ahrefs',
    table: 'backlinks',
    needs: [words('referringpageurl'), words('targeturl linkurl')],
    names: {
      source: words('referringpageurl'),
      target: words('targeturl linkurl'),
      anchor: words('anchor linkanchor anchortext'),
      before: words('leftcontext textpre'),
      after: words('rightcontext textpost'),
      kind: words('type linktype'),
      lost: words('loststatus lost'),
      lost_at: words('lostdate lost'),
      title: words('referringpagetitle'),
      language: words('language'),
      ...rels,
      ...seen,
    },
  },
  {
    provider: 'ahrefs',
    table: 'backlinks',
    needs: [words('urlfrom'), words('urlto'), words('domainratingsource urlratingsource snippetleft ahrefsrank domainrating')],
    names: {
      source: words('urlfrom'),
      target: words('urlto'),
      anchor: words('anchor'),
      before: words('snippetleft textpre'),
      after: words('snippetright textpost'),
      kind: words('linktype'),
      lost: words('lostreason islost'),
      lost_at: words('lostdate'),
      title: words('title'),
      ...rels,
      ...seen,
      first_seen: words('firstseenlink firstseen'),
    },
  },
  {
    provider: 'ahrefs',
    table: 'referring_domains',
    needs: [words('domain referringdomain refdomain'), words('dofollowrefdomains dofollowlinkeddomains linkstotarget dofollowlinks')],
    names: {
      source_domain: words('domain referringdomain refdomain'),
      links: words('linkstotarget backlinks'),
      lost: words('lost'),
      lost_at: words('lost lostdate'),
      ...seen,
    },
  },
  {
    provider: 'ahrefs',
    table: 'anchors',
    needs: [words('anchor anchortext'), words('linkstotarget referringdomains dofollowlinks')],
    names: {},
  },
  {
    provider: 'semrush',
    table: 'backlinks',
    needs: [words('pageascore'), words('sourceurl')],
    names: {
      source: words('sourceurl'),
      target: words('targeturl'),
      anchor: words('anchor'),
      image: words('image'),
      frame: words('frame'),
      form: words('form'),
      lost: words('lostlink'),
      title: words('sourcetitle'),
      ...rels,
      ...seen,
    },
  },
  {
    provider: 'semrush',
    table: 'referring_domains',
    needs: [words('domainascore'), words('domain')],
    names: { source_domain: words('domain'), links: words('backlinks backlinksnum'), lost: words('lostdomain lost'), ...seen },
  },
  {
    provider: 'majestic',
    table: 'backlinks',
    needs: [words('sourceurl url'), words('sourcetrustflow sourcecitationflow flagnofollow sourcecrawldate')],
    names: {
      source: words('sourceurl url'),
      target: words('targeturl'),
      anchor: words('anchortext'),
      kind: words('linktype'),
      nofollow: words('flagnofollow nofollow'),
      image: words('flagimagelink flagimages flagimage'),
      redirect: words('flagredirect'),
      frame: words('flagframe'),
      mention: words('flagmention'),
      lost: words('flagdeleted'),
      lost_at: words('datelost lostdate'),
      first_seen: words('linkfirstindexeddate firstindexeddate sourcefirstfounddate firstfounddate'),
      last_seen: words('lastseendate sourcecrawldate lastcrawldate'),
      title: words('sourcetitle'),
    },
  },
  {
    provider: 'majestic',
    table: 'referring_domains',
    needs: [
      words('domain referringdomain item rootdomain'),
      words('trustflow citationflow'),
      words('matchedlinks backlinks links firstcrawled firstlinkdate'),
    ],
    names: {
      source_domain: words('domain referringdomain item rootdomain'),
      links: words('matchedlinks backlinks links'),
      first_seen: words('firstlinkdate firstcrawled firstseen'),
      last_seen: words('lastlinkdate lastseen'),
      lost_at: words('datelost'),
    },
  },
  {
    provider: 'moz',
    table: 'inbound_links',
    needs: [
      words('sourceurl sourcepage linkingpage url'),
      words('targeturl targetpage'),
      words('pa pageauthority spamscore linkstate sourcepa sourcespamscore'),
    ],
    names: {
      source: words('sourceurl sourcepage linkingpage url'),
      target: words('targeturl targetpage'),
      anchor: words('anchortext anchor'),
      kind: words('linktype type'),
      redirect: words('redirect viaredirect'),
      lost: words('linkstate'),
      lost_at: words('datelost lostdate'),
      title: words('title sourcetitle pagetitle'),
      ...rels,
      ...seen,
      first_seen: words('firstseen datefound datediscovered'),
    },
  },
  {
    provider: 'moz',
    table: 'linking_domains',
    needs: [words('rootdomain linkingdomain domain'), words('da domainauthority')],
    names: {
      source_domain: words('rootdomain linkingdomain domain'),
      links: words('linkstosite linkstothissite linkstotarget links backlinks'),
      lost: words('linkstate'),
      lost_at: words('datelost'),
      ...seen,
    },
  },
  {
    provider: 'dataforseo',
    table: 'backlinks',
    needs: [words('urlfrom'), words('urlto'), words('domainfrom dofollow backlinkspamscore')],
    names: {
      source: words('urlfrom'),
      target: words('urlto'),
      anchor: words('anchor'),
      before: words('textpre'),
      after: words('textpost'),
      rel: words('attributes'),
      followed: words('dofollow'),
      kind: words('itemtype'),
      lost: words('islost'),
      links: words('linkscount'),
      title: words('pagefromtitle'),
      language: words('pagefromlanguage'),
      first_seen: words('firstseen'),
      last_seen: words('lastseen'),
    },
  },
  {
    provider: 'bing',
    table: 'backlinks',
    needs: [words('sourceurl'), words('targeturl'), words('anchortext')],
    names: { source: words('sourceurl'), target: words('targeturl'), anchor: words('anchortext') },
    only: true,
  },
  {
    provider: 'bing',
    table: 'referring_domains',
    needs: [words('domain referringdomain'), words('backlinkscount backlinkcount')],
    names: { source_domain: words('domain referringdomain'), links: words('backlinkscount backlinkcount') },
    only: true,
  },
  { provider: 'bing', table: 'anchors', needs: [words('anchor anchortext'), words('backlinkscount backlinkcount')], names: {}, only: true },
];

/** Names that say what they are in any table, and those that this project itself exports. */
export const commonNames: Readonly<Record<Field, readonly string[]>> = {
  source: words(
    'sourceurl source referringpageurl referringpage referringurl linkingpageurl linkingpage linkingurl urlfrom fromurl from sourcepage backlinkurl backlink referrer pageurl',
  ),
  source_domain: words('sourcedomain referringdomain linkingdomain domainfrom refdomain fromdomain sourcehost rootdomain domain host site'),
  target: words('targeturl target urlto tourl to targetpage destinationurl destination linkedpage linkedurl linkurl landingpage'),
  target_domain: words('targetdomain domainto todomain targethost'),
  anchor: words('anchor anchortext linktext linkanchor'),
  before: words('textbefore textpre leftcontext'),
  after: words('textafter textpost rightcontext'),
  rel: words('rel relattribute linkrel attributes'),
  nofollow: words('nofollow isnofollow'),
  followed: words('followed dofollow isdofollow follow'),
  ugc: words('ugc isugc'),
  sponsored: words('sponsored issponsored'),
  kind: words('kind linktype type itemtype'),
  image: words('hasimage image isimage'),
  redirect: words('redirect isredirect'),
  frame: words('frame isframe'),
  form: words('form isform'),
  canonical: words('canonical iscanonical'),
  mention: words('mention ismention'),
  first_seen: words('firstseen firstfound firstindexed firstindexeddate firstcrawled discovered datefound found'),
  last_seen: words('lastseen lastfound lastcrawled lastchecked lastvisited lastseendate'),
  seen: words('seen date crawled crawldate crawledat'),
  lost: words('lost islost loststatus lostlink state linkstate'),
  lost_at: words('lostat lostdate datelost'),
  links: words('linkscount links backlinks backlinkscount linkstotarget'),
  title: words('sourcetitle title pagetitle referringpagetitle'),
  language: words('sourcelanguage language'),
};
