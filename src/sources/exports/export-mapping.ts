import { fail } from '../../base/errors.ts';
import { fields, type Field } from './column-names.ts';
import type { DateOrder } from './dates.ts';

/** Which column says what, by the user's word; `dates` is the order of dates in figures. */
export type ExportMapping = Partial<Readonly<Record<Field, string>>> & { readonly dates?: DateOrder | undefined };

/** Reads `--map`: `source=COLUMN,target=COLUMN`. A comma stands inside a column's name when no field follows it. */
export function exportMapping(texts: readonly string[]): ExportMapping {
  const mapping: Record<string, string> = {};
  for (const pair of texts.flatMap((text) => text.split(/,(?=[a-z_]+=)/))) {
    const [, field = '', column = ''] = /^([a-z_]+)=(.+)$/s.exec(pair.trim()) ?? [];
    const isKnown = field === 'dates' ? column === 'dmy' || column === 'mdy' : fields.some((known) => known === field);
    if (!isKnown)
      fail('invalid_input', {
        reason: `"${pair.slice(0, 100)}" maps no column. Write FIELD=COLUMN with one of ${fields.join(', ')}, or dates=dmy or dates=mdy.`,
      });
    mapping[field] = column;
  }
  if (mapping['source'] === undefined && mapping['source_domain'] === undefined)
    fail('invalid_input', {
      reason: 'A mapping needs the linking side: source=COLUMN, or source_domain=COLUMN where rows name only hosts.',
    });
  return mapping;
}
