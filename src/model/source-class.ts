/**
 * What kind of site a domain is, by its name alone: the first rule that matches decides; none matches: unknown (null).
 * Patterns are in the syntax that JavaScript and RE2 share, because the engine applies them to millions of domains.
 * They look at whole labels or at words within the registrable name, in the languages the web uses most.
 * Codes (the places in this list) are stored per release and never across releases, so rules may be reordered.
 */
export const sourceClasses = [
  'unknown',
  'news',
  'blog',
  'forum',
  'directory',
  'chamber',
  'association',
  'government',
  'school',
  'event',
  'shop',
  'social',
  'other',
] as const;
export type SourceClass = (typeof sourceClasses)[number];

export const sourceClassRules: readonly { readonly class: SourceClass; readonly pattern: string; readonly because: string }[] = [
  {
    class: 'social',
    because: 'one of the large social networks',
    pattern:
      '^(facebook|twitter|x|instagram|linkedin|pinterest|tiktok|youtube|threads|reddit|tumblr|vk|weibo|snapchat|flickr|vimeo|mastodon)\\.(com|social|net|org)$',
  },
  {
    class: 'government',
    because: 'a government suffix or name',
    pattern: '(^|\\.)(gov|gob|gouv|govt|gv|mil)(\\.[a-z]{2})?$|(^|[.-])(cityof|townof|countyof|townhall|council|municipality|municipio)',
  },
  {
    class: 'school',
    because: 'an academic suffix or a school word',
    pattern:
      '(^|\\.)(edu|ac|sch|k12)(\\.[a-z]{2})?$|(^|[.-])(school|university|college|academy|schule|hochschule|universitaet|ecole|escuela|universidad)([.-]|$)|(school|university|college)\\.',
  },
  { class: 'chamber', because: 'a chamber of commerce', pattern: 'chamber|ihk(-|\\.)|camara-?(de-)?comercio' },
  {
    class: 'forum',
    because: 'a word for forums and boards',
    pattern: '(^|[.-])(forum|forums|board|boards|community|discuss|talk)([.-]|$)|forum',
  },
  {
    class: 'directory',
    because: 'a word for directories and listings',
    pattern:
      'directory|yellowpages|whitepages|yelp|listings?([.-]|$)|(^|[.-])(local|find|business)-?(guide|finder|index|pages)|branchenbuch|gelbeseiten|annuaire|paginas',
  },
  {
    class: 'news',
    because: 'a word for news and papers',
    pattern:
      '(^|[.-])(news|press|daily|times|post|herald|gazette|tribune|chronicle|courier|observer|journal|telegraph|zeitung|nachrichten|journal|noticias|diario)([.-]|$)|news|gazette|herald|tribune|chronicle|zeitung|(daily|times)\\.',
  },
  {
    class: 'association',
    because: 'a word for associations and clubs',
    pattern: 'association|society|federation|verband|verein|guild|foundation|rotary|lions-?club|union([.-]|$)|(^|[.-])club([.-]|$)',
  },
  {
    class: 'event',
    because: 'a word for events',
    pattern: 'festival|conference|summit|(^|[.-])(event|events|meetup|fair|expo|marathon)([.-]|$)|events?\\.',
  },
  {
    class: 'shop',
    because: 'a word for shops',
    pattern: '(^|[.-])(shop|store|boutique|market|mall|outlet|deals|buy)([.-]|$)|(shop|store)\\.',
  },
  {
    class: 'blog',
    because: 'a blog host or a word for blogs',
    pattern:
      '(^|\\.)(blogspot|wordpress|livejournal|substack|ghost|medium|typepad|bearblog)\\.[a-z.]+$|blog|(^|[.-])(diary|journal|musings)([.-]|$)',
  },
];

const compiled = sourceClassRules.map((rule) => ({ class: rule.class, pattern: new RegExp(rule.pattern) }));

/** The class of a registrable domain; null when no rule knows it. */
export function sourceClassOf(domain: string): SourceClass | null {
  return compiled.find(({ pattern }) => pattern.test(domain))?.class ?? null;
}
