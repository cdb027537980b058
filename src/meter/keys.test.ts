import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAccounts, type Accounts } from '../store/accounts.ts';
import { Keys } from './keys.ts';

let folder: string;
let accounts: Accounts;
let keys: Keys;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'openbacklinks-'));
  accounts = openAccounts(join(folder, 'accounts.sqlite'));
  keys = new Keys(accounts);
});
afterEach(() => {
  accounts.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('keys', () => {
  it('are shown once; what is kept cannot be turned back into one', () => {
    const { key, id } = keys.create('reports', ['read']);
    expect(key).toMatch(/^obl_[\w-]{43}$/);
    expect(JSON.stringify(keys.list())).not.toContain(key);
    expect(keys.list()).toMatchObject([{ id, name: 'reports', scopes: ['read'], revoked_at: null }]);
    expect(JSON.stringify(accounts.prepare('SELECT * FROM keys').all())).not.toContain(key.slice(4));
  });

  it('are known by their holder and scopes, also after a restart', () => {
    const { key, id } = keys.create('operations', ['read', 'admin', 'read']);
    expect(keys.check(key)).toMatchObject({ id, scopes: ['read', 'admin'] });
    expect(new Keys(accounts).check(key)).toMatchObject({ id, scopes: ['read', 'admin'] });
    expect(keys.check(`${key}x`)).toBeNull();
    expect(keys.check('')).toBeNull();
  });

  it('are refused from the moment they are revoked', () => {
    const { key, id } = keys.create('reports', ['read']);
    expect(keys.check(key)).not.toBeNull();
    const { revoked_at } = keys.revoke(id);
    expect(revoked_at).not.toBeNull();
    expect(keys.check(key)).toBeNull();
    expect(keys.revoke(id).revoked_at).toBe(revoked_at);
    expect(() => keys.revoke('key_none')).toThrow(expect.objectContaining({ code: 'not_found' }));
  });

  it('are refused from the moment they expire', () => {
    const soon = keys.create('trial', ['read'], { expires_at: new Date(Date.now() + 60_000).toISOString() });
    expect(keys.check(soon.key)).not.toBeNull();
    keys.change(soon.id, { expires_at: new Date(Date.now() - 1).toISOString() });
    expect(keys.check(soon.key)).toBeNull();
    expect(() => keys.change(soon.id, { expires_at: 'soon' })).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });

  it('get a new secret and stay who they are; the old secret works for as long as it is given', () => {
    const { key, id, account } = keys.create('reports', ['read'], { rules: { tag: 'riverside' } });
    const rotated = keys.rotate(id, 60);
    expect(rotated).toMatchObject({ id, account, tag: 'riverside' });
    expect(keys.check(rotated.key)).toMatchObject({ id });
    expect(keys.check(key)).toMatchObject({ id });
    const again = keys.rotate(id);
    expect(keys.check(rotated.key)).toBeNull();
    expect(keys.check(key)).toBeNull();
    expect(keys.check(again.key)).toMatchObject({ id });
  });

  it('keep the limits that a change does not name', () => {
    const { id } = keys.create('reports', ['read'], { rules: { daily_credits: 5, concurrent: 2 } });
    expect(keys.change(id, { rules: { daily_credits: null, operations: ['summary'] } })).toMatchObject({
      daily_credits: null,
      concurrent: 2,
      operations: ['summary'],
      name: 'reports',
    });
    expect(() => keys.change(id, { rules: { concurrent: 0 } })).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });

  it('have an account of their own, or that of another key', () => {
    const first = keys.create('one', ['read']);
    const second = keys.create('two', ['read'], { account: first.id });
    expect(second.account).toBe(first.account);
    expect(keys.create('three', ['read']).account).not.toBe(first.account);
    expect(keys.accountOf(second.id)).toBe(keys.accountOf(first.account));
    expect(() => keys.create('four', ['read'], { account: 'acc_none' })).toThrow(expect.objectContaining({ code: 'not_found' }));
  });

  it.each(['', 'a\u001b[31mb', 'x'.repeat(101)])('have a name that can be shown: not %j', (name) => {
    expect(() => keys.create(name, ['read'])).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });
});
