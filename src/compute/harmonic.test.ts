import { expect, it } from 'vitest';
import { buildCsr } from './csr.ts';
import { harmonicCentrality } from './harmonic.ts';

it('sums one over the distance from every node that reaches a node', async () => {
  // 0 -> 1 -> 2 -> 3, and 4 -> 2: node 3 is reached by 2 in one step, by 1 and 4 in two, by 0 in three.
  const sources = Uint32Array.of(0, 1, 2, 4);
  const targets = Uint32Array.of(1, 2, 3, 2);
  const central = harmonicCentrality(await buildCsr(() => [{ sources, targets }], 5));
  for (const [node, expected] of [0, 1, 2.5, 1 + 2 / 2 + 1 / 3, 0].entries()) expect(central[node]).toBeCloseTo(expected, 12);
});
