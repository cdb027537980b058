import fc from 'fast-check';
import { meteredLoad } from '../test/metered-load.ts';
import { keyTiming } from '../test/key-timing.ts';
import { spentByMany } from '../test/spent-by-many.ts';
import type { Check } from './check.ts';

/** Credits: spent to the last one by many callers, never lost or doubled when the server is killed, and keys that give nothing away. */
export const meter: Check = async (say) => {
  const { granted, paid, negative, refusedBeforeLastPaid, wrong: faults } = await spentByMany(64, 5_000);
  say('granted', granted, 'credits');
  say('spent', paid, 'credits', paid === granted);
  say('negative_balances', negative, 'times', negative === 0);
  say('refused_before_last_paid', refusedBeforeLastPaid, 'calls', refusedBeforeLastPaid === 0);
  say('ledger_faults', faults.length, 'sums', faults.length === 0);

  const [pauses = []] = fc.sample(fc.array(fc.integer({ min: 100, max: 2_500 }), { minLength: 30, maxLength: 30 }), {
    seed: 20_261_122,
    numRuns: 1,
  });
  const { kills, answered, brokenOff, charged, zeroed, wrong } = await meteredLoad(64, pauses, (line) => say('moment', line, '-'));
  say('kills', kills, 'times', kills === 30);
  say('answered', answered, 'calls', answered > 0);
  say('connections_broken_off', brokenOff, 'times');
  say('charged', charged, 'credits', charged === answered);
  say('reservations_settled_to_zero', zeroed, 'calls', zeroed > 0);
  say('wrong', wrong.length, 'things', wrong.length === 0);
  for (const thing of wrong.slice(0, 20)) say('wrong', thing, '-');

  const { almost, revoked } = keyTiming();
  say('check_of_known_prefix', almost, 'ns');
  say('check_of_unknown_prefix', revoked, 'ns');
  say('known_to_unknown', almost / revoked, 'ratio', Math.abs(almost / revoked - 1) < 0.1);
};
