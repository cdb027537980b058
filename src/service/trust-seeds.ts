import type { Config } from '../base/config.ts';
import { readTargets } from '../sources/web-graph/targets.ts';

/** Registrable domains of the operator's file, [] without one. Throws `source_missing`, and `invalid_input` for what is no domain. */
export async function trustSeedsOf({ trustSeeds }: Config): Promise<string[]> {
  if (trustSeeds === undefined) return [];
  return (await readTargets(trustSeeds, 'host')).map(({ domain }) => domain);
}
