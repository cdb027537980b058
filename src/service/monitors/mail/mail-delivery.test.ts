import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readMailServer, type MailServer } from '../../../base/mail-server.ts';
import { createGuard } from '../../../sources/guard.ts';
import { openAccounts, type Accounts } from '../../../store/accounts.ts';
import { Deliveries } from '../deliveries.ts';
import { MonitorStore } from '../monitor-store.ts';

interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly user: string | undefined;
  readonly message: string;
}

const mails: Mail[] = [];
/** What the server says to the next recipients and messages; nothing: it takes them. */
const refusals: (number | null)[] = [];
const password = 'pass word';

let folder: string;
let accounts: Accounts;
let store: MonitorStore;
let server: SMTPServer;
let mailServer: MailServer;
beforeAll(async () => {
  server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username = '', password: given = '' }, _session, done) =>
      given === password ? done(null, { user: username }) : done(Object.assign(new Error('who are you'), { responseCode: 535 })),
    onRcptTo: (_address, _session, done) => {
      const code = refusals.shift() ?? null;
      done(code === null ? null : Object.assign(new Error('not now'), { responseCode: code }));
    },
    onData: (stream, { envelope, user }, done) => {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        const message = Buffer.concat(pieces).toString('utf8');
        mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), user: user as string | undefined, message });
        done();
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const { port } = server.server.address() as AddressInfo;
  const set = readMailServer({
    OPENBACKLINKS_SMTP_HOST: '127.0.0.1',
    OPENBACKLINKS_SMTP_PORT: String(port),
    OPENBACKLINKS_SMTP_SECURITY: 'none',
    OPENBACKLINKS_SMTP_USER: 'backlinks',
    OPENBACKLINKS_SMTP_PASSWORD: password,
    OPENBACKLINKS_SMTP_FROM: 'Back, links <backlinks@example.com>',
  });
  if (set === undefined) throw new Error('it is set');
  mailServer = set;
  folder = mkdtempSync(join(tmpdir(), 'openbacklinks-'));
  accounts = openAccounts(join(folder, 'accounts.sqlite'));
  store = new MonitorStore(accounts);
});
afterEach(() => {
  mails.length = 0;
  refusals.length = 0;
  for (const { id } of store.list()) store.remove(id);
});
afterAll(async () => {
  await new Promise<void>((resolve) => server.close(() => resolve()));
  accounts.close();
  rmSync(folder, { recursive: true, force: true });
});

const deliveriesBy = (by: MailServer | undefined, pausesSeconds: readonly number[] = []): Deliveries =>
  new Deliveries({ store, guard: createGuard(), mailServer: by, pausesSeconds });

/** A monitor that saw one link lost and writes of it to `mail`. */
function waiting(mail: readonly string[], name = 'shop.example'): string {
  const row = store.add('shop.example', { name, webhook: null, mail, every_hours: null, pages: 1 });
  const backlink = {
    source_url: 'https://a.example/',
    target_url: 'https://shop.example/',
    anchor: '<b>żółw</b>',
    followed: true,
    lost_reason: 'removed',
  };
  store.looked(row, 3, [
    { kind: 'lost', release: 3, data: { kind: 'lost', backlink, before: null } },
    { kind: 'lost', release: 3, data: { kind: 'lost', backlink: { ...backlink, source_url: 'https://b.example/' }, before: null } },
  ]);
  return row.id;
}

async function delivered(by: MailServer | undefined, pausesSeconds?: readonly number[]): Promise<void> {
  const deliveries = deliveriesBy(by, pausesSeconds);
  await deliveries.wake();
  await deliveries.close();
}

/** Header fields, unfolded, with encoded words undone. */
function fieldsOf({ message }: Mail): Map<string, string> {
  const [head = ''] = message.split('\r\n\r\n');
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), words(line.slice(line.indexOf(':') + 1).trim())]));
}

function words(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?q\?([^?]*)\?=/gi, (_, encoded: string) => unquoted(encoded.replaceAll('_', ' ')))
    .replace(/=\?utf-8\?b\?([^?]*)\?=/gi, (_, encoded: string) => Buffer.from(encoded, 'base64').toString('utf8'));
}

function unquoted(encoded: string): string {
  const bytes = encoded
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** Bodies of the parts by their type. */
function partsOf({ message }: Mail): Map<string, string> {
  const boundary = /boundary="([^"]+)"/.exec(message)?.[1] ?? '';
  return new Map(
    message.split(`--${boundary}`).flatMap((part) => {
      const type = /content-type: (text\/[a-z]+)/i.exec(part)?.[1];
      const body = part.slice(part.indexOf('\r\n\r\n') + 4);
      const coding = /content-transfer-encoding: (\S+)/i.exec(part)?.[1];
      const decoded =
        coding === 'base64' ? Buffer.from(body, 'base64').toString('utf8') : coding === 'quoted-printable' ? unquoted(body) : body;
      return type === undefined ? [] : [[type, decoded] as const];
    }),
  );
}

describe('mail', () => {
  it('is one digest a look, to each address for itself, as text and as HTML', async () => {
    const id = waiting(['one@shop.example', 'two@shop.example']);
    await delivered(mailServer);
    expect(mails.map(({ to, from, user }) => ({ to, from, user }))).toEqual([
      { to: ['one@shop.example'], from: 'backlinks@example.com', user: 'backlinks' },
      { to: ['two@shop.example'], from: 'backlinks@example.com', user: 'backlinks' },
    ]);
    const [mail] = mails;
    if (mail === undefined) throw new Error('it came');
    const fields = fieldsOf(mail);
    expect(fields.get('subject')).toBe('shop.example: 2 lost');
    expect(fields.get('to')).toBe('one@shop.example');
    expect(fields.get('from')).toMatch(/Back, links.*<backlinks@example\.com>/);
    expect(fields.get('auto-submitted')).toBe('auto-generated');
    expect(fields.get('message-id')).toMatch(/^<msg_[0-9a-f]{24}@example\.com>$/);
    const parts = partsOf(mail);
    expect(parts.get('text/plain')).toContain('https://a.example/');
    expect(parts.get('text/plain')).toContain('“<b>żółw</b>”, followed, removed');
    expect(parts.get('text/html')).toContain('“&lt;b&gt;żółw&lt;/b&gt;”');
    expect(store.view(id).deliveries).toEqual({ waiting: 0, failed: 0, last_error: null });
  });

  it('has the headers that it should have, whatever a monitor is called', async () => {
    waiting(['one@shop.example'], 'a\r\nBcc: other@elsewhere.example\r\nX-Evil: 1\r\n\r\nbody');
    await delivered(mailServer);
    expect(mails.map(({ to }) => to)).toEqual([['one@shop.example']]);
    const fields = mails.map(fieldsOf)[0] ?? new Map<string, string>();
    expect(fields.get('subject')).toBe('a Bcc: other@elsewhere.example X-Evil: 1 body: 2 lost');
    expect([...fields.keys()].toSorted()).toEqual(
      ['auto-submitted', 'content-type', 'date', 'from', 'message-id', 'mime-version', 'subject', 'to'].toSorted(),
    );
  });

  it('is tried again under one id when the server is busy, and by no other address', async () => {
    const id = waiting(['one@shop.example', 'two@shop.example']);
    refusals.push(451);
    const deliveries = deliveriesBy(mailServer, [1, 1]);
    await deliveries.wake();
    expect(store.view(id).deliveries).toMatchObject({ waiting: 1, failed: 0, last_error: expect.stringContaining('not now') as string });
    while (store.view(id).deliveries.waiting > 0) await new Promise((resolve) => setTimeout(resolve, 50));
    await deliveries.close();
    expect(mails.map(({ to }) => to)).toEqual([['two@shop.example'], ['one@shop.example']]);
  });

  it.each([
    ['an address that the server refuses for good', 550, { waiting: 0, failed: 1 }],
    ['nothing when it is only busy', 450, { waiting: 1, failed: 0 }],
  ])('gives up %s', async (_, code, left) => {
    const id = waiting(['one@shop.example']);
    refusals.push(code);
    await delivered(mailServer, [600]);
    expect(store.view(id).deliveries).toMatchObject(left);
    expect(mails).toEqual([]);
  });

  it('waits for a server that is away, does not let us in, or is not set', async () => {
    const id = waiting(['one@shop.example']);
    for (const [by, reason] of [
      [{ ...mailServer, port: 9 }, 'ECONNREFUSED'],
      [{ ...mailServer, password: 'wrong' }, 'Invalid login'],
      [{ ...mailServer, security: 'starttls' as const }, 'STARTTLS'],
      [undefined, 'no mail server is set'],
    ] as const) {
      accounts.prepare('UPDATE deliveries SET tries = 0, next_at = 0').run();
      await delivered(by, [600]);
      expect(store.view(id).deliveries).toMatchObject({ waiting: 1, failed: 0, last_error: expect.stringContaining(reason) as string });
      expect(store.view(id).deliveries.last_error).not.toContain(password);
    }
    accounts.prepare('UPDATE deliveries SET next_at = 0').run();
    await delivered(mailServer);
    expect(mails).toHaveLength(1);
  });

  it('goes to nobody who is not asked for any more', async () => {
    const id = waiting(['one@shop.example']);
    store.set(id, { mail: [] });
    await delivered(mailServer);
    expect(mails).toEqual([]);
    expect(store.view(id).deliveries).toMatchObject({ waiting: 0, failed: 1 });
  });
});
