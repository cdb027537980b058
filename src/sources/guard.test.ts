import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createGuard, type Guard, type GuardOptions } from './guard.ts';
import { notPublic } from './public-address.ts';
import { hostile, relative } from '../../test/fixtures/hostile-addresses.ts';

let server: Server;
let port = 0;
/** Paths that reached the server: what the guard refuses must not be among them. */
let reached: string[] = [];
let location = '';

beforeAll(async () => {
  server = createServer((request, response) => {
    reached.push(request.url ?? '');
    if (request.url === '/redirect') response.writeHead(302, { location: Buffer.from(location).toString('latin1') }).end();
    else if (request.url?.startsWith('/loop') === true) response.writeHead(301, { location: `/loop${reached.length}` }).end();
    else response.end('hello');
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

const guards: Guard[] = [];
afterEach(async () => {
  await Promise.all(guards.splice(0).map((guard) => guard.close()));
  reached = [];
});

/** Names resolve to loopback, as a hostile resolver would have it; `start.example` is what the operator allowed. */
function guard(options: GuardOptions = {}): Guard {
  const lookup = (): Promise<{ address: string; family: number }[]> => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
  const made = createGuard({ allowHosts: ['start.example'], lookup, ...options });
  guards.push(made);
  return made;
}

describe('createGuard', () => {
  it.each(hostile)('refuses %s', async (url) => {
    await expect(guard().fetch(url)).rejects.toMatchObject({ code: 'address_refused' });
    expect(reached).toEqual([]);
  });

  it.each(hostile.filter((url) => !relative.has(url)))('refuses a redirect to %s', async (url) => {
    location = url;
    await expect(guard().fetch(`http://start.example:${port}/redirect`)).rejects.toMatchObject({ code: 'address_refused' });
    expect(reached).toEqual(['/redirect']);
  });

  it('asks for addresses once a connection and checks that answer, so a name that changes its mind gains nothing', async () => {
    const answers = ['127.0.0.1', '10.0.0.1'];
    const lookup = (): Promise<{ address: string; family: number }[]> =>
      Promise.resolve([{ address: answers.shift() ?? '8.8.8.8', family: 4 }]);
    const rebinding = guard({ lookup });
    await expect(rebinding.fetch(`http://rebound.example:${port}/`)).rejects.toMatchObject({ code: 'address_refused' });
    expect([answers, reached]).toEqual([['10.0.0.1'], []]);
    await expect(rebinding.fetch(`http://rebound.example:${port}/`)).rejects.toMatchObject({ code: 'address_refused' });
    expect([answers, reached]).toEqual([[], []]);
  });

  it.each([[['8.8.8.8', '127.0.0.1']], [['2606:4700::1111', '::1']], [['::ffff:127.0.0.1']], [['fe80::1%eth0']], [['nonsense']]])(
    'refuses a name when one of its addresses is bad (%j)',
    async (addresses) => {
      const lookup = (): Promise<{ address: string; family: number }[]> =>
        Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
      await expect(guard({ lookup }).fetch(`http://mixed.example:${port}/`)).rejects.toMatchObject({ code: 'address_refused' });
    },
  );

  it('fetches from a host that the operator allows by name, redirects within it too', async () => {
    location = '/page';
    const response = await guard().fetch(`http://start.example:${port}/redirect`);
    expect([response.status, await response.body.text(), response.url]).toEqual([200, 'hello', `http://start.example:${port}/page`]);
  });

  it('allows an address by name, and no other spelling of another', async () => {
    const allowing = guard({ allowHosts: ['127.0.0.1'] });
    const response = await allowing.fetch(`http://127.1:${port}/page`);
    expect(await response.body.text()).toBe('hello');
    await expect(allowing.fetch(`http://127.0.0.2:${port}/`)).rejects.toMatchObject({ code: 'address_refused' });
  });

  it('allows one port of a host and no other', async () => {
    const allowing = guard({ allowHosts: [`here.example:${port}`, `[::1]:${port}`] });
    const { body } = await allowing.fetch(`http://here.example:${port}/page`);
    expect(await body.text()).toBe('hello');
    for (const url of ['http://here.example/', `http://here.example:${port + 1}/`, 'http://[::1]/'])
      await expect(allowing.fetch(url)).rejects.toMatchObject({ code: 'address_refused' });
  });

  it('exchanges one request for what came back as it came, and follows nothing', async () => {
    location = '/page';
    const { status, reason, fields, body, ip } = await guard().exchange(`http://start.example:${port}/redirect`);
    await body.dump();
    expect({ status, reason, ip }).toEqual({ status: 302, reason: 'Found', ip: '127.0.0.1' });
    expect(fields).toContainEqual(['location', '/page']);
    expect(reached).toEqual(['/redirect']);
  });

  it.each(['http://127.0.0.1/', 'http://rebound.example/', 'file:///etc/passwd'])('exchanges nothing with %s', async (url) => {
    await expect(guard().exchange(url, { method: 'POST', content: '{}' })).rejects.toMatchObject({ code: 'address_refused' });
    expect(reached).toEqual([]);
  });

  it('connects to the port of a test in the place of another, after the same checks', async () => {
    const moved = guard({ portOf: () => port });
    expect(await (await moved.fetch('http://start.example/page')).body.text()).toBe('hello');
    await expect(moved.fetch('http://rebound.example/')).rejects.toMatchObject({ code: 'address_refused' });
  });

  it('does not follow redirects for ever', async () => {
    await expect(guard().fetch(`http://start.example:${port}/loop`)).rejects.toMatchObject({ code: 'address_refused' });
    expect(reached).toHaveLength(6);
  });

  it('never shows a password in what it says', async () => {
    await expect(guard().fetch('http://user:secret@start.example/')).rejects.not.toThrow(/secret/);
  });
});

describe('notPublic', () => {
  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '100.63.255.255',
    '100.128.0.0',
    '172.15.0.1',
    '172.32.0.1',
    '192.167.0.1',
    '198.17.0.1',
    '223.255.255.255',
    '2606:4700::1111',
    '2a00:1450::1',
    '64:ff9b::808:808',
  ])('lets %s pass', (address) => {
    expect(notPublic(address)).toBeNull();
  });
});
