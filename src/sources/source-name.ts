/** What a user names as a source: a file, folder or address of archives, or with a word before a colon, something else. */
const sourceKinds = ['archive', 'edges', 'export'] as const;
export type SourceKind = (typeof sourceKinds)[number];

export interface SourceName {
  readonly kind: SourceKind;
  /** What stands behind the word: a path or an address. */
  readonly place: string;
}

/** `edges:FILE` -> a list of edges at FILE, `export:FILE` -> an export of links; anything else is an archive. A file whose name begins so is named as `./edges:FILE`. */
export function sourceName(name: string): SourceName {
  const kind = sourceKinds.find((known) => known !== 'archive' && name.startsWith(`${known}:`));
  return kind === undefined ? { kind: 'archive', place: name } : { kind, place: name.slice(kind.length + 1) };
}

export function sourceText({ kind, place }: SourceName): string {
  return kind === 'archive' ? place : `${kind}:${place}`;
}

export function isAddress(place: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(place);
}
