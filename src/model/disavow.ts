/**
 * Disavow files as Google takes them (support.google.com/webmasters/answer/2648487): UTF-8 text, a domain (`domain:example.com`) or an address a line, comments
 * behind `#`, at most 100,000 lines and 2 MB. A file that is handed in takes the place of the one before.
 */
import { hostOf } from './host.ts';
import { addressOf } from './url.ts';

export interface DisavowLine {
  readonly kind: 'domain' | 'page';
  /** A registrable domain, or an address. */
  readonly name: string;
  /** The comments that stand right above it, as one text. */
  readonly note: string | null;
}

export interface DisavowFile {
  readonly lines: readonly DisavowLine[];
  /** Lines that say nothing that can be kept, with why. */
  readonly passedOver: readonly { readonly line: number; readonly text: string; readonly reason: string }[];
}

/** Reads a file as people write them. What cannot be read is named, never guessed. */
export function parseDisavow(text: string): DisavowFile {
  const lines: DisavowLine[] = [];
  const passedOver: { line: number; text: string; reason: string }[] = [];
  let comments: string[] = [];
  for (const [i, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    const line = raw.trim();
    if (line.startsWith('#')) {
      comments.push(line.replace(/^#+\s*/, ''));
      continue;
    }
    if (line !== '') {
      const note = comments.filter((comment) => comment !== '').join(' ');
      const read = readLine(line);
      if (typeof read === 'string') passedOver.push({ line: i + 1, text: line.slice(0, 200), reason: read });
      else lines.push({ ...read, note: note === '' ? null : note });
    }
    comments = [];
  }
  return { lines, passedOver };
}

function readLine(line: string): Pick<DisavowLine, 'kind' | 'name'> | string {
  const domain = /^domain:\s*(.*)$/i.exec(line)?.[1];
  if (domain === undefined) {
    const address = /^https?:\/\//i.test(line) ? addressOf(line) : null;
    return address === null ? 'neither domain:NAME nor a web address' : { kind: 'page', name: address.href };
  }
  const address = /[\s/:@]/.test(domain) ? null : addressOf(`http://${domain}`);
  if (address === null || !address.host.includes('.')) return 'no name of a domain';
  const host = address.host.replace(/^www\./, '');
  return host === hostOf(address.host).domain
    ? { kind: 'domain', name: host }
    : 'a host below a domain: verdicts are of whole domains or of pages';
}

/** The text of a file. Comments of several lines stay comments. */
export function disavowText(head: readonly string[], lines: readonly DisavowLine[]): string {
  const comment = (text: string): string[] => text.split(/[\r\n]+/).map((part) => `# ${part}`);
  const written = lines.flatMap(({ kind, name, note }) => [
    ...(note === null ? [] : comment(note)),
    kind === 'domain' ? `domain:${name}` : name,
  ]);
  return `${[...head.flatMap(comment), ...written].join('\n')}\n`;
}
