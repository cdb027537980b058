const word = 'webgraph:';

/** The release that a source names (`webgraph:RELEASE`); null when it names something else. */
export function webGraphOf(source: string): string | null {
  return source.startsWith(word) ? source.slice(word.length) : null;
}

export function webGraphSource(release: string): string {
  return `${word}${release}`;
}

/** `cc-main-2026-mar-apr-may`, with `:domain` or `:host`: a name without a slash is never a path. */
export function isReleaseName(release: string): boolean {
  return /^[\w.-]+(?::(?:domain|host))?$/.test(release);
}
