import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { operations } from '../query/operations.ts';
import type { Accounts } from '../store/accounts.ts';
import { pricedWorkNames } from './priced-work.ts';

/** read asks questions; ingest also starts ingests and refreshes from public addresses; admin does everything. */
export const scopes = ['read', 'ingest', 'admin'] as const;
export type Scope = (typeof scopes)[number];

const credits = z.number().min(0).max(1e12);
/** What bounds a key beside its scopes. null: nothing does. */
export const keyRules = z.object({
  operations: z
    .array(z.enum([...operations.map(({ name }) => name), ...pricedWorkNames]))
    .min(1)
    .nullable()
    .default(null)
    .describe('The only questions it may ask, and looks it may buy'),
  crawl_hosts: z
    .array(z.string().regex(/^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/i))
    .max(limits.crawlHostsMax)
    .nullable()
    .default(null)
    .describe('Hosts, with those below them, that it may have crawled for credits; null: none'),
  daily_credits: credits.nullable().default(null).describe('What it may spend a day (UTC)'),
  monthly_credits: credits.nullable().default(null).describe('What it may spend a calendar month (UTC)'),
  requests_per_second: z.number().min(0.01).max(100_000).nullable().default(null),
  concurrent: z.int().min(1).max(limits.callsOfKeyMax).nullable().default(null).describe('Questions running or waiting at the same time'),
  tag: z.string().min(1).max(limits.tagCharsMax).nullable().default(null).describe('The client that its calls are made for'),
});
type KeyRules = z.output<typeof keyRules>;

type RulesGiven = { readonly [Name in keyof KeyRules]?: KeyRules[Name] | undefined };

/** Who a key belongs to and what it may do. */
export interface KeyHolder extends KeyRules {
  readonly id: string;
  /** The customer who pays. */
  readonly account: string;
  readonly scopes: readonly Scope[];
}

/** A key as it is shown: without its secret. */
export interface KeyView extends KeyHolder {
  readonly name: string;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly revoked_at: string | null;
}

export interface KeyOptions {
  /** An account that has a key already; left out: a new account. */
  readonly account?: string | undefined;
  /** ISO 8601. */
  readonly expires_at?: string | null | undefined;
  readonly rules?: RulesGiven | undefined;
}

/** What of a key can be changed. What is left out stays. */
export interface KeyChange {
  readonly name?: string | undefined;
  readonly expires_at?: string | null | undefined;
  readonly rules?: RulesGiven | undefined;
}

interface KeyRow {
  id: string;
  name: string;
  hash: Uint8Array;
  scopes: string;
  account: string;
  rules: string;
  created_at: string;
  expires_at: string | null;
  revoked_at: string | null;
  earlier_hash: Uint8Array | null;
  earlier_until: string | null;
}

interface Valid {
  readonly hash: Buffer;
  readonly holder: KeyHolder | null;
  /** Unix time in ms after which it is refused. */
  readonly until: number;
}

/** Compared with a key that nobody holds, so that its check does as much as that of a right one. */
const nobody: Valid = { hash: Buffer.alloc(32), holder: null, until: Number.NEGATIVE_INFINITY };

/**
 * Keys of the API. A key is 32 random bytes and shown once; kept is its SHA-256, which is enough for a secret that cannot be guessed.
 * Valid keys are held in memory by their hash, so that a check costs one hash and no query, and takes as long for a right key, for one
 * that begins like it and for any other; this process alone writes them.
 */
export class Keys {
  readonly #accounts: Accounts;
  #valid: Map<string, Valid> | null = null;

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  create(
    name: string,
    granted: readonly Scope[],
    { account, expires_at = null, rules }: KeyOptions = {},
  ): KeyView & { readonly key: string } {
    checkName(name);
    checkExpiry(expires_at);
    if (granted.length === 0) fail('invalid_input', { reason: `A key needs at least one scope: ${scopes.join(', ')}.` });
    const { key, hash } = newSecret();
    const random = randomBytes(6).toString('hex');
    this.#accounts
      .prepare('INSERT INTO keys (id, name, hash, scopes, account, rules, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
      .run(
        `key_${random}`,
        name,
        hash,
        JSON.stringify([...new Set(granted)]),
        account === undefined ? `acc_${random}` : this.accountOf(account),
        rulesText(rules ?? {}),
        new Date().toISOString(),
        expires_at,
      );
    return { ...this.#changed(`key_${random}`), key };
  }

  list(): KeyView[] {
    return (this.#accounts.prepare('SELECT * FROM keys ORDER BY rowid').all() as KeyRow[]).map(viewOf);
  }

  /** Throws `not_found`. */
  view(id: string): KeyView {
    return viewOf(this.#row(id));
  }

  /** Changes name, expiry and limits. Calls that run go on under the old ones. */
  change(id: string, { name, expires_at, rules = {} }: KeyChange): KeyView {
    const before = this.view(id);
    if (name !== undefined) checkName(name);
    if (expires_at !== undefined) checkExpiry(expires_at);
    const given = Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined));
    this.#accounts
      .prepare('UPDATE keys SET name = ?, expires_at = ?, rules = ? WHERE id = ?')
      .run(
        name ?? before.name,
        expires_at === undefined ? before.expires_at : expires_at,
        rulesText({ ...keyRules.parse(before), ...given }),
        id,
      );
    return this.#changed(id);
  }

  /** A new secret for the same key. The old one works for `graceSeconds` more. */
  rotate(id: string, graceSeconds = 0): KeyView & { readonly key: string } {
    const { hash: earlier, revoked_at } = this.#row(id);
    if (revoked_at !== null) fail('invalid_input', { reason: 'A revoked key cannot be rotated. Make a new one.' });
    const { key, hash } = newSecret();
    const until = new Date(Date.now() + graceSeconds * 1000).toISOString();
    this.#accounts.prepare('UPDATE keys SET hash = ?, earlier_hash = ?, earlier_until = ? WHERE id = ?').run(hash, earlier, until, id);
    return { ...this.#changed(id), key };
  }

  /** A revoked key stays in the list. Revoking it again changes nothing. */
  revoke(id: string): KeyView {
    this.#accounts.prepare('UPDATE keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL').run(new Date().toISOString(), id);
    return this.#changed(id);
  }

  /** The account of a key's id, or an account itself. Throws `not_found`. */
  accountOf(id: string): string {
    const row = this.#accounts.prepare('SELECT account FROM keys WHERE id = ? OR account = ? LIMIT 1').get(id, id) as
      | { account: string }
      | undefined;
    return row === undefined ? fail('not_found', { what: `A key or account with the id "${id.slice(0, 100)}"` }) : row.account;
  }

  /** The holder of a key that once was valid; `ended`: it is not any more. Throws `not_found`. */
  holderOf(id: string): { readonly holder: KeyHolder; readonly ended: boolean } {
    const row = this.#row(id);
    const ended = row.revoked_at !== null || (row.expires_at !== null && Date.parse(row.expires_at) <= Date.now());
    return { holder: holderOf(row), ended };
  }

  /** The holder of a valid key, or null. */
  check(key: string): KeyHolder | null {
    const digest = digestOf(key);
    const { hash, holder, until } = this.#holders().get(digest.toString('hex')) ?? nobody;
    return timingSafeEqual(hash, digest) && Date.now() < until ? holder : null;
  }

  #holders(): Map<string, Valid> {
    this.#valid ??= new Map(
      (this.#accounts.prepare('SELECT * FROM keys WHERE revoked_at IS NULL').all() as KeyRow[]).flatMap((row) => {
        const holder = holderOf(row);
        const until = row.expires_at === null ? Number.POSITIVE_INFINITY : Date.parse(row.expires_at);
        const valid = (hash: Uint8Array, ends: number): [string, Valid] => [
          Buffer.from(hash).toString('hex'),
          { hash: Buffer.from(hash), holder, until: ends },
        ];
        const earlier = row.earlier_hash === null ? [] : [valid(row.earlier_hash, Math.min(until, Date.parse(row.earlier_until ?? '')))];
        return earlier.concat([valid(row.hash, until)]);
      }),
    );
    return this.#valid;
  }

  #changed(id: string): KeyView {
    this.#valid = null;
    return this.view(id);
  }

  #row(id: string): KeyRow {
    const row = this.#accounts.prepare('SELECT * FROM keys WHERE id = ?').get(id) as KeyRow | undefined;
    return row ?? fail('not_found', { what: `A key with the id "${id.slice(0, 100)}"` });
  }
}

function newSecret(): { readonly key: string; readonly hash: Buffer } {
  const key = `obl_${randomBytes(32).toString('base64url')}`;
  return { key, hash: digestOf(key) };
}

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

function rulesText(rules: Readonly<Record<string, unknown>>): string {
  const { data, error } = keyRules.safeParse(rules);
  const [issue] = error?.issues ?? [];
  return data === undefined
    ? fail('invalid_input', { reason: `"${issue?.path.join('.') ?? ''}": ${issue?.message ?? 'not valid'}.` })
    : JSON.stringify(data);
}

function checkName(name: string): void {
  if (new RegExp(`^\\P{Cc}{1,${limits.keyNameCharsMax}}$`, 'u').test(name)) return;
  fail('invalid_input', { reason: `A key's name has 1 to ${limits.keyNameCharsMax} characters and no control characters.` });
}

function checkExpiry(expires: string | null): void {
  if (expires === null || !Number.isNaN(Date.parse(expires))) return;
  fail('invalid_input', { reason: `"${expires.slice(0, 100)}" is no time. Give one as ISO 8601, for instance 2027-01-31T00:00:00Z.` });
}

function holderOf({ id, account, scopes: granted, rules }: KeyRow): KeyHolder {
  return { id, account, scopes: JSON.parse(granted) as Scope[], ...keyRules.parse(JSON.parse(rules)) };
}

function viewOf(row: KeyRow): KeyView {
  const { id, name, created_at, expires_at, revoked_at } = row;
  return { ...holderOf(row), id, name, created_at, expires_at, revoked_at };
}
