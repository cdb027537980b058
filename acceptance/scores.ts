/**
 * The scores against what is public: authority against ranks of others, its stability and its robustness, spam scores against lists and
 * generated farms. `npm run metrics` writes the figures to docs/metrics/validation.md.
 */
import { join } from 'node:path';
import { throwawayIndex } from '../test/test-index.ts';
import type { Check } from './check.ts';
import { contributions } from './scores/contributions.ts';
import { domainsOf, edgesOf, NamedGraph } from './scores/named-graph.ts';
import { referenceRanks } from './scores/reference.ts';
import { hiddenFarms, robustness } from './scores/robustness.ts';
import { spamNames } from './scores/spam-names.ts';
import { stability } from './scores/stability.ts';
import { usefulness } from './scores/usefulness.ts';

export const scores: Check = async (say, dataDir) => {
  await referenceRanks(say, dataDir);
  spamNames(say, dataDir);
  await using index = await throwawayIndex();
  await index.ingest([join(dataDir, 'pages/trafilatura.warc.gz'), join(dataDir, 'selfhosted/selfhosted.warc.gz')]);
  const { release } = await index.refresh();
  const edges = await edgesOf(index, release.id);
  const graph = await NamedGraph.of(await domainsOf(index, release.id), edges);
  await usefulness(say, dataDir, graph, edges);
  await contributions(say, index, graph);
  await robustness(say, graph, edges);
  await hiddenFarms(say, graph, edges);
  await stability(say, index, graph);
};
