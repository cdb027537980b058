import { expect, it } from 'vitest';
import { panelFit } from './panel-fit.ts';

const before = Array.from({ length: 300 }, (_, i) => (i * 7.3) % 11);

it('finds the line, whatever a fifth of the panel does', () => {
  const after = before.map((x, i) => (i % 5 === 0 ? 40 - 3 * x : 0.2 + 0.9 * x));
  const fit = panelFit(before, after);
  expect(fit?.a).toBeCloseTo(0.2, 9);
  expect(fit?.b).toBeCloseTo(0.9, 9);
  expect(fit?.panel).toBe(300);
});

it('says nothing of a small panel, or of one whose domains stand alike', () => {
  expect(panelFit(before.slice(0, 99), before.slice(0, 99))).toBeNull();
  expect(
    panelFit(
      before.map(() => 1),
      before,
    ),
  ).toBeNull();
});
