import { limits } from '../../../base/limits.ts';
import type { MonitorEvent } from '../../backend.ts';
import type { MonitorRow } from '../monitor-store.ts';
import { escaped, pageText } from '../page-text.ts';
import { changeKinds, headings, toldLink, toldNote, type ToldLink } from '../told-event.ts';

/** What one look saw, as a mail. */
export interface Digest {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

interface Section {
  readonly heading: string;
  readonly lines: readonly ToldLink[];
  readonly left: number;
}

/** Every event counted, the first `mailEventsNamedMax` named. What pages say stands in it as text, never as markup or as a header. */
export function digestOf({ id, name, target }: Pick<MonitorRow, 'id' | 'name' | 'target'>, events: readonly MonitorEvent[]): Digest {
  const of = (kind: MonitorEvent['kind']): MonitorEvent[] => events.filter((event) => event.kind === kind);
  const [more] = of('more');
  const told = (more?.data['counts'] ?? {}) as Partial<Record<(typeof changeKinds)[number], number>>;
  const counts = new Map(changeKinds.map((kind) => [kind, told[kind] ?? of(kind).length] as const));
  const sections = sectionsOf(of, counts);
  const notes = [...of('baseline'), ...of('burst')].flatMap((event) => toldNote(event) ?? []);
  const summary = [...counts].flatMap(([kind, count]) =>
    count === 0 ? [] : [`${count.toLocaleString('en-US')} ${headings[kind].toLowerCase()}`],
  );
  if (of('burst').length > 0) summary.push('many weak domains at once');
  const title = pageText(name, limits.mailSubjectCharsMax);
  const heading = `${title}: ${summary.length === 0 ? 'how things stand' : summary.join(', ')}`;
  const [last] = events.slice(-1);
  const about = `Backlinks of ${pageText(target, limits.urlCharsMax)}, release ${last?.release ?? '-'}, ${last?.at ?? '-'}.`;
  const end = `All of it: openbacklinks monitors events ${id}. Words between quotes were written by the owners of web pages.`;
  return { subject: heading, text: textOf(heading, about, notes, sections, end), html: htmlOf(heading, about, notes, sections, end) };
}

function sectionsOf(
  of: (kind: (typeof changeKinds)[number]) => MonitorEvent[],
  counts: ReadonlyMap<(typeof changeKinds)[number], number>,
): Section[] {
  let room: number = limits.mailEventsNamedMax;
  return changeKinds.flatMap((kind) => {
    const total = counts.get(kind) ?? 0;
    const lines = of(kind).slice(0, room).map(toldLink);
    room -= lines.length;
    return total === 0 ? [] : [{ heading: `${headings[kind]} (${total.toLocaleString('en-US')})`, lines, left: total - lines.length }];
  });
}

function textOf(heading: string, about: string, notes: readonly string[], sections: readonly Section[], end: string): string {
  const parts = sections.map((section) => {
    const lines = section.lines.flatMap(({ source, target, says }) => [source, `  to ${target}`, `  ${says}`]);
    return [section.heading, ...lines, ...leftOut(section)].join('\n');
  });
  return `${[heading, about, ...notes, ...parts, end].join('\n\n')}\n`;
}

function htmlOf(heading: string, about: string, notes: readonly string[], sections: readonly Section[], end: string): string {
  const paragraph = (text: string): string => `<p>${escaped(text)}</p>`;
  const parts = sections.map((section) => {
    const items = section.lines.map(
      ({ source, target, says }) => `<li>${anchored(source)}<br>to ${anchored(target)}<br>${escaped(says)}</li>`,
    );
    return `<h2>${escaped(section.heading)}</h2><ul>${items.join('')}</ul>${leftOut(section).map(paragraph).join('')}`;
  });
  const body = [`<h1>${escaped(heading)}</h1>`, paragraph(about), ...notes.map(paragraph), ...parts, paragraph(end)].join('\n');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(heading)}</title></head><body>\n${body}\n</body></html>`;
}

/** An address as a link, when it is one of the web. */
function anchored(url: string): string {
  return /^https?:\/\/[^\s"'<>]+$/i.test(url) ? `<a href="${escaped(url)}" rel="nofollow noreferrer">${escaped(url)}</a>` : escaped(url);
}

function leftOut({ left }: Section): string[] {
  return left === 0 ? [] : [`and ${left.toLocaleString('en-US')} more`];
}
