/** What the owner of a site thinks of a link: kept as it is, told to search engines to be ignored, or its site asked to change it. */
export const verdictWords = ['ok', 'disavowed', 'asked_to_fix'] as const;
export type VerdictWord = (typeof verdictWords)[number];

/** From the most to the least particular: one link, all links of a page, all links of a domain. */
export const verdictKinds = ['link', 'page', 'domain'] as const;
export type VerdictKind = (typeof verdictKinds)[number];
