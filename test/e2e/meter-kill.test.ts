import { expect, it } from 'vitest';
import { meteredLoad } from '../metered-load.ts';

it('charges each answered call once, and nothing else, when the server is killed under load', async () => {
  const { wrong, kills, answered, charged } = await meteredLoad(64, [400, 900]);
  expect(wrong).toEqual([]);
  expect(kills).toBe(2);
  expect(charged).toBe(answered);
  expect(answered).toBeGreaterThan(0);
}, 180_000);
