import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { Accounts } from '../store/accounts.ts';
import { scopes, type KeyView, type Scope } from './backend.ts';

/** Who a key belongs to and what it may do. */
export interface KeyHolder {
  readonly id: string;
  readonly scopes: readonly Scope[];
}

interface KeyRow {
  id: string;
  name: string;
  hash: Uint8Array;
  scopes: string;
  created_at: string;
  revoked_at: string | null;
}

/**
 * Keys of the API. A key is 32 random bytes and shown once; kept is its SHA-256, which is enough for a secret that cannot be guessed.
 * Valid keys are held in memory, so that a check costs one hash and no query; this process alone writes them.
 */
export class Keys {
  readonly #accounts: Accounts;
  #valid: Map<string, KeyHolder & { readonly hash: Buffer }> | null = null;

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  create(name: string, granted: readonly Scope[]): KeyView & { readonly key: string } {
    if (!new RegExp(`^\\P{Cc}{1,${limits.keyNameCharsMax}}$`, 'u').test(name)) {
      fail('invalid_input', { reason: `A key's name has 1 to ${limits.keyNameCharsMax} characters and no control characters.` });
    }
    if (granted.length === 0) fail('invalid_input', { reason: `A key needs at least one scope: ${scopes.join(', ')}.` });
    const key = `obl_${randomBytes(32).toString('base64url')}`;
    const id = `key_${randomBytes(6).toString('hex')}`;
    this.#accounts
      .prepare('INSERT INTO keys (id, name, hash, scopes, created_at) VALUES (?, ?, ?, ?, ?)')
      .run(id, name, digestOf(key), JSON.stringify([...new Set(granted)]), new Date().toISOString());
    this.#valid = null;
    return { ...this.#view(id), key };
  }

  list(): KeyView[] {
    return (this.#accounts.prepare('SELECT * FROM keys ORDER BY rowid').all() as KeyRow[]).map(viewOf);
  }

  /** A revoked key stays in the list. Revoking it again changes nothing. */
  revoke(id: string): KeyView {
    this.#accounts.prepare('UPDATE keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL').run(new Date().toISOString(), id);
    this.#valid = null;
    return this.#view(id);
  }

  /** The holder of a valid key, or null. */
  check(key: string): KeyHolder | null {
    const digest = digestOf(key);
    const found = this.#holders().get(digest.toString('hex'));
    return found !== undefined && timingSafeEqual(found.hash, digest) ? { id: found.id, scopes: found.scopes } : null;
  }

  #holders(): Map<string, KeyHolder & { readonly hash: Buffer }> {
    this.#valid ??= new Map(
      (this.#accounts.prepare('SELECT * FROM keys WHERE revoked_at IS NULL').all() as KeyRow[]).map((row) => {
        const hash = Buffer.from(row.hash);
        return [hash.toString('hex'), { id: row.id, scopes: viewOf(row).scopes, hash }];
      }),
    );
    return this.#valid;
  }

  #view(id: string): KeyView {
    const row = this.#accounts.prepare('SELECT * FROM keys WHERE id = ?').get(id) as KeyRow | undefined;
    return row === undefined ? fail('not_found', { what: `A key with the id "${id.slice(0, 100)}"` }) : viewOf(row);
  }
}

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

function viewOf({ id, name, scopes: granted, created_at, revoked_at }: KeyRow): KeyView {
  return { id, name, scopes: JSON.parse(granted) as Scope[], created_at, revoked_at };
}
