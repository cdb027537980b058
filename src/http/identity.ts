import type { Socket } from 'node:net';
import { fail } from '../base/errors.ts';
import type { KeyHolder } from '../meter/keys.ts';
import { scopes, type Scope } from '../service/backend.ts';

/** Who makes a call: a key, or whoever may open the owner's socket file. */
export interface Identity {
  readonly id: string;
  readonly scopes: readonly Scope[];
  /** null: the owner of the installation. */
  readonly holder: KeyHolder | null;
}
export type CheckKey = (key: string) => KeyHolder | null;

const keyCharsMax = 256;
/** Connections through the socket file. Its mode (0600) is the check: who can open it could read the data itself. */
const ownerConnections = new WeakSet<Socket>();
const owner: Identity = { id: 'owner', scopes, holder: null };

export function trustConnection(socket: Socket): void {
  ownerConnections.add(socket);
}

/** What of a request tells who makes it. */
export interface Caller {
  readonly socket: Socket;
  readonly headers: { readonly authorization?: string | undefined };
}

/** Throws `unauthenticated` or `forbidden`. An admin key may do all that others may. */
export function identify(caller: Caller, scope: Scope, checkKey: CheckKey): Identity {
  const identity = ownerConnections.has(caller.socket) ? owner : identityOf(caller.headers.authorization, checkKey);
  if (identity === null) return fail('unauthenticated');
  return identity.scopes.includes(scope) || identity.scopes.includes('admin') ? identity : fail('forbidden', { scope });
}

/** True for calls from this machine that no proxy has passed on. */
export function isLocal({ socket, headers }: { readonly socket: Socket; readonly headers: Readonly<Record<string, unknown>> }): boolean {
  if (ownerConnections.has(socket)) return true;
  const passedOn = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => name in headers);
  return !passedOn && /^(?:127\.|::1$|::ffff:127\.)/.test(socket.remoteAddress ?? '');
}

/** Checked where no key is given: such a call takes as long as one with a wrong key. */
export const noKey = `obl_${'-'.repeat(43)}`;

function identityOf(authorization: string | undefined, checkKey: CheckKey): Identity | null {
  const given = /^Bearer +([^\s]+)$/i.exec(authorization ?? '')?.[1];
  const isKey = given !== undefined && given.length <= keyCharsMax;
  const holder = checkKey(isKey ? given : noKey);
  return isKey ? identityOfKey(holder) : null;
}

function identityOfKey(holder: KeyHolder | null): Identity | null {
  return holder === null ? null : { id: holder.id, scopes: holder.scopes, holder };
}
