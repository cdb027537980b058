import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One page of the documentation that comes with the program. */
export interface Document {
  /** `guide`, `errors/usage`: its file below docs/ without the ending. */
  readonly name: string;
  /** Its first heading. */
  readonly title: string;
  /** Markdown. */
  readonly text: string;
}

/** All pages of docs/, those at its top first, each folder in alphabetical order. Read once. */
export function documents(): readonly Document[] {
  return (read ??= namesIn(folder()).map((name) => documentOf(name)));
}

let read: readonly Document[] | undefined;

/** Beside the package's own file, whether this runs from its sources or as it was built. */
function folder(): string {
  let above = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(above, 'package.json')) && dirname(above) !== above) above = dirname(above);
  return join(above, 'docs');
}

function namesIn(path: string): string[] {
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => file.slice(0, -'.md'.length).replaceAll('\\', '/'));
  const depth = (name: string): number => name.split('/').length;
  return names.sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
}

function documentOf(name: string): Document {
  const text = readFileSync(join(folder(), `${name}.md`), 'utf8');
  return { name, title: /^# (.+)$/m.exec(text)?.[1] ?? name, text };
}
