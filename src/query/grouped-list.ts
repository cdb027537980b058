/** What the lists of groups have in common: their inputs, and the answer around their rows. */
import { coverageOf, type Known } from './coverage.ts';
import { filterOf, filterShape, type Filter } from './filter.ts';
import { havingInput, type Filters } from './filters/filters.ts';
import { groupedPage, type GroupedView } from './grouped-page.ts';
import type { Asking } from './operation.ts';
import { orderInput, orderOf } from './order.ts';
import { afterLast, startOf } from './page.ts';
import { pageInput, targetInput, type Coverage } from './shapes.ts';
import { targetAsked } from './target.ts';

/** What a list of groups takes. */
export function groupedInput() {
  return { ...targetInput, ...filterShape, having: havingInput, ...orderInput(), ...pageInput };
}

interface GroupsAsked extends Filter {
  readonly target?: string | undefined;
  readonly domain?: string | undefined;
  readonly include_subdomains?: boolean | undefined;
  readonly having?: Filters | undefined;
  readonly order?: string | readonly string[] | undefined;
  readonly direction: 'asc' | 'desc';
  readonly limit: number;
  readonly cursor?: string | undefined;
}

interface GroupsAnswer<Row> {
  readonly rows: readonly Row[];
  readonly head: {
    readonly target: string;
    readonly release: number;
    readonly as_of: string;
    readonly coverage: Coverage;
    readonly total: number;
  };
  readonly cursor: string | null;
  readonly known: Known;
}

interface GroupsQuestion {
  /** What of an input decides the rows beside target, filters and order, the operation's name first: a cursor goes on in the same question only. */
  readonly question: readonly unknown[];
  /** `all` where a state chooses among groups: a group's dates span all its links. */
  readonly linkState?: Filter['state'];
  readonly judged?: Filter['judged'];
}

/** One page of groups with what stands around it. */
export async function groupedAnswer<Row extends object>(
  asking: Asking,
  view: GroupedView<Row>,
  asked: GroupsAsked,
  { question, linkState = asked.state, judged }: GroupsQuestion,
): Promise<GroupsAnswer<Row>> {
  const target = targetAsked(asked);
  const filter = { ...filterOf(asked), ...(judged && { judged }) };
  const { having, limit } = asked;
  const order = orderOf(view.rows, view.standard, asked);
  const whole = [...question, target, filterOf(asked), having, order.map(({ field, direction }) => [field.name, direction])];
  const after = startOf(asked.cursor, whole);
  const page = await groupedPage(asking, view, {
    target,
    filter,
    linkFilter: { ...filter, state: linkState },
    having,
    order,
    limit,
    after,
  });
  const shown = page.rows.slice(0, limit);
  const last = shown.at(-1);
  const place = Number(after?.at(-1) ?? 0) + shown.length;
  return {
    rows: shown.map(({ row }) => row),
    head: {
      target: target.text,
      release: asking.release.id,
      as_of: asking.release.asOf.toISOString(),
      coverage: await coverageOf(asking, target, page.known),
      total: page.total,
    },
    cursor: page.rows.length > limit && last !== undefined ? afterLast(asking, whole, [...last.place, place]) : null,
    known: page.known,
  };
}
