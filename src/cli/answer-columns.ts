import { allColumns, type FlatRow } from '../query/answer-columns.ts';
import type { Operation } from '../query/operation.ts';
import type { Column } from './table.ts';

/** What a line of a terminal has room for; the rest is in --csv and --json. */
const shown: Readonly<Record<string, readonly Column[]>> = {
  list: [
    { field: 'source_url', kind: 'address' },
    { field: 'target_url', kind: 'address', spare: 2 },
    { field: 'anchor' },
    { field: 'domain_authority', title: 'authority' },
    { field: 'followed' },
    { field: 'state', spare: 3 },
    { field: 'first_seen', kind: 'day', spare: 4 },
    { field: 'last_seen', kind: 'day', spare: 1 },
    { field: 'id', kind: 'address', spare: 5 },
  ],
  gap: [
    { field: 'domain', kind: 'address' },
    { field: 'opportunity' },
    { field: 'domain_authority', title: 'authority' },
    { field: 'competitors' },
    { field: 'accept', spare: 3 },
    { field: 'source_class', title: 'class', spare: 2 },
    { field: 'contact_url', kind: 'address', spare: 4 },
    { field: 'submission_url', kind: 'address', spare: 5 },
    { field: 'last_seen', kind: 'day', spare: 1 },
  ],
  'new-lost': [
    { field: 'at', kind: 'day' },
    { field: 'turn' },
    { field: 'source_url', kind: 'address' },
    { field: 'target_url', kind: 'address', spare: 1 },
    { field: 'anchor' },
    { field: 'domain_authority', title: 'authority' },
    { field: 'followed', spare: 2 },
    { field: 'state', spare: 3 },
    { field: 'id', kind: 'address', spare: 4 },
  ],
  link: [
    { field: 'captured_at', kind: 'day' },
    { field: 'present' },
    { field: 'anchor' },
    { field: 'followed' },
    { field: 'placement', spare: 2 },
    { field: 'status' },
    { field: 'proof' },
    { field: 'crawl', spare: 3 },
    { field: 'evidence.archive', kind: 'address', spare: 1 },
  ],
  redirects: [
    { field: 'url', kind: 'address' },
    { field: 'kind' },
    { field: 'hops' },
    { field: 'referring_domains', title: 'domains' },
    { field: 'backlinks' },
    { field: 'path', kind: 'address', spare: 1 },
  ],
  history: [
    { field: 'from' },
    { field: 'backlinks.live', title: 'links' },
    { field: 'backlinks.new', title: 'new' },
    { field: 'backlinks.lost', title: 'lost' },
    { field: 'referring_domains.live', title: 'domains' },
    { field: 'referring_domains.new', title: 'new domains' },
    { field: 'referring_domains.lost', title: 'lost domains' },
    { field: 'referring_hosts.live', title: 'hosts', spare: 4 },
    { field: 'new_per_thousand', title: 'new / 1,000 pages', spare: 3 },
    { field: 'lost_per_thousand', title: 'lost / 1,000 pages', spare: 3 },
    { field: 'spike.found', title: 'spike', spare: 1 },
    { field: 'spike.cause.class', title: 'kind', spare: 2 },
  ],
  'referring-domains': [
    { field: 'domain', kind: 'address' },
    { field: 'domain_authority', title: 'authority' },
    { field: 'backlinks' },
    { field: 'followed_backlinks', title: 'followed' },
    { field: 'referring_pages', title: 'pages' },
    { field: 'source_class', title: 'class', spare: 2 },
    { field: 'state', spare: 3 },
    { field: 'first_seen', kind: 'day', spare: 4 },
    { field: 'last_seen', kind: 'day', spare: 1 },
    { field: 'evidence', spare: 6 },
    { field: 'webgraph.rank', title: 'graph rank', spare: 5 },
  ],
};

/** Those that no operation here names leave what is unknown in every row out, and the last columns where there is no room. */
export function shownColumns(operation: Operation, rows: readonly FlatRow[]): readonly Column[] {
  const named = shown[operation.name];
  if (named !== undefined) return named;
  const known = allColumns(operation).filter((field) => rows.some((row) => row[field] !== null));
  return known.map(columnOf);
}

function columnOf(field: string, place: number): Column {
  const kind = field.endsWith('_url') ? 'address' : /_(?:seen|at)$/.test(field) ? 'day' : undefined;
  return { field, ...(kind !== undefined && { kind }), ...(place > 1 && { spare: place }) };
}
