/**
 * The shared platform that a site's name says: its tenants have names below one of these. What a site on a name of its own is made with cannot be
 * told from its name, and is not known. Codes are stored in summaries of releases: append, never renumber.
 */
export const platforms = [
  'unknown',
  'blogger',
  'wordpress_com',
  'tumblr',
  'github_pages',
  'gitlab_pages',
  'wix',
  'weebly',
  'webflow',
  'shopify',
  'netlify',
  'vercel',
  'cloudflare_pages',
  'firebase',
  'heroku',
  'substack',
  'medium',
  'livejournal',
  'jimdo',
  'neocities',
  'altervista',
  'hatena',
] as const;

/** Names that tenants have theirs below, or that are the platform's own where all its tenants are one domain. */
export const platformNames: Readonly<Record<string, (typeof platforms)[number]>> = {
  'wordpress.com': 'wordpress_com',
  'tumblr.com': 'tumblr',
  'github.io': 'github_pages',
  'gitlab.io': 'gitlab_pages',
  'wixsite.com': 'wix',
  'weebly.com': 'weebly',
  'weeblysite.com': 'weebly',
  'webflow.io': 'webflow',
  'myshopify.com': 'shopify',
  'netlify.app': 'netlify',
  'vercel.app': 'vercel',
  'pages.dev': 'cloudflare_pages',
  'web.app': 'firebase',
  'firebaseapp.com': 'firebase',
  'herokuapp.com': 'heroku',
  'substack.com': 'substack',
  'medium.com': 'medium',
  'livejournal.com': 'livejournal',
  'jimdofree.com': 'jimdo',
  'jimdosite.com': 'jimdo',
  'neocities.org': 'neocities',
  'altervista.org': 'altervista',
  'hatenablog.com': 'hatena',
  'hatenablog.jp': 'hatena',
};

/** Its tenants have names of many countries: `blogspot.com`, `blogspot.co.uk`. */
export const bloggerPrefix = 'blogspot.';

/** The code of the platform of a registrable domain. */
export function platformCodeOf(domain: string): number {
  const above = domain.slice(domain.indexOf('.') + 1);
  if (above.startsWith(bloggerPrefix) || domain.startsWith(bloggerPrefix)) return platforms.indexOf('blogger');
  return platforms.indexOf(platformNames[above] ?? platformNames[domain] ?? 'unknown');
}
