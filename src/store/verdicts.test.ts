import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openAccounts, type Accounts } from './accounts.ts';
import { allVerdicts, setVerdicts, verdictsBy } from './verdicts.ts';

let folder: string;
let accounts: Accounts;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'openbacklinks-'));
  accounts = openAccounts(join(folder, 'accounts.sqlite'));
});
afterAll(() => {
  accounts.close();
  rmSync(folder, { recursive: true });
});

const at = new Date('2026-11-01T00:00:00Z');
const farm = { target: '', kind: 'domain', name: 'farm.example' } as const;
const page = { target: 'shop.example', kind: 'page', name: 'example,paper)/a' } as const;
const nothing = { verdict: null, tag: null, note: null } as const;

it('what is said stays, is said anew, and is forgotten', () => {
  const said = { verdict: 'disavowed', tag: null, note: 'since 2024' } as const;
  expect(
    setVerdicts(
      accounts,
      [
        { ...farm, ...said },
        { ...page, ...nothing, tag: 'outreach' },
      ],
      at,
    ),
  ).toEqual({ set: 2, removed: 0 });
  expect(allVerdicts(accounts)).toEqual([
    { ...farm, ...said, at: at.toISOString() },
    { ...page, ...nothing, tag: 'outreach', at: at.toISOString() },
  ]);
  setVerdicts(accounts, [{ ...farm, ...nothing, verdict: 'ok' }], at);
  expect(allVerdicts(accounts)[0]).toMatchObject({ verdict: 'ok', note: null });
  expect(
    setVerdicts(
      accounts,
      [
        { ...farm, ...nothing },
        { ...farm, ...nothing },
      ],
      at,
    ),
  ).toEqual({ set: 0, removed: 1 });
  expect(allVerdicts(accounts)).toHaveLength(1);
});

it('concern links to their target, or to anybody', () => {
  setVerdicts(accounts, [{ ...farm, ...nothing, verdict: 'disavowed' }], at);
  expect([...verdictsBy(accounts, '', 'domain').keys()]).toEqual(['farm.example']);
  expect([...verdictsBy(accounts, 'shop.example', 'page').keys()]).toEqual(['example,paper)/a']);
  expect(verdictsBy(accounts, 'other.example', 'page').size).toBe(0);
  setVerdicts(accounts, [{ ...page, ...nothing }]);
  expect(verdictsBy(accounts, 'shop.example', 'page').size).toBe(0);
});

it('are all said or none, and have a bound', () => {
  const before = allVerdicts(accounts);
  const many = Array.from(
    { length: 200_001 },
    (_, i) => ({ target: '', kind: 'domain', name: `${i}.example`, ...nothing, verdict: 'ok' }) as const,
  );
  expect(() => setVerdicts(accounts, many, at)).toThrow('200000');
  expect(allVerdicts(accounts)).toEqual(before);
});
