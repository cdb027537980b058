/**
 * How deliveries are signed: Standard Webhooks 1.0 (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md),
 * HMAC-SHA256 over `ID.TIMESTAMP.BODY`. Who receives one checks the signature over the bytes as they came, refuses a timestamp that is more
 * than a few minutes off, and remembers ids: each of the three keeps out another kind of replay.
 */
import { createHmac, randomBytes } from 'node:crypto';

const prefix = 'whsec_';

/** 32 bytes, as receivers' libraries take it. */
export function newSecret(): string {
  return `${prefix}${randomBytes(32).toString('base64')}`;
}

/** The headers of a delivery. `at`: seconds since 1970 UTC. */
export function signatureHeaders(secret: string, id: string, at: number, body: string): Readonly<Record<string, string>> {
  const key = Buffer.from(secret.slice(prefix.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': `v1,${signature}` };
}
