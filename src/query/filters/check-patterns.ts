import { join, sql } from '../../store/literal.ts';
import { signalOf } from '../kept-ready.ts';
import type { Asking, Operation } from '../operation.ts';
import { compiledFilters, type Filters } from './filters.ts';

/**
 * Has the engine compile the regular expressions of a question before it is asked: over a target without links it would not, and a
 * broken one would look like an answer. Throws `invalid_pattern`, and what else a filter can be refused for.
 */
export async function checkPatterns(asking: Asking, { fields }: Operation, input: Readonly<Record<string, unknown>>): Promise<void> {
  const patterns = (['filters', 'having'] as const).flatMap((name) => {
    const [kind, given] = [fields?.[name], input[name]];
    return kind === undefined || given === undefined ? [] : compiledFilters(kind, asking.release, given as Filters).patterns;
  });
  if (patterns.length === 0) return;
  const tries = patterns.map((pattern) => sql`match('', ${pattern})`);
  await asking.engine.ask(sql`SELECT ${join(tries, ', ')}`, signalOf(asking));
}
