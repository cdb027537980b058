import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGuard } from '../src/sources/guard.ts';
import { hostile, relative } from '../test/fixtures/hostile-addresses.ts';
import type { Check } from './check.ts';

/**
 * Addresses in every hostile form, asked for themselves and as the end of a redirect, while every name resolves to the loopback, where a
 * server notes whatever reaches it; and names that resolve to something else between the check and the connection.
 */
export const guard: Check = async (say) => {
  let [location, reached] = ['', 0];
  const server = createServer((_request, response) => {
    reached++;
    response.writeHead(location === '' ? 200 : 302, { location: Buffer.from(location).toString('latin1') }).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const resolving = (...addresses: readonly string[]) => {
    const left = [...addresses];
    return createGuard({
      allowHosts: ['start.example'],
      lookup: () => Promise.resolve([{ address: (left.length > 1 ? left.shift() : left[0]) ?? '127.0.0.1', family: 4 }]),
    });
  };
  const made = resolving('127.0.0.1');
  const refused = async (by: typeof made, url: string): Promise<boolean> =>
    by.fetch(url).then(
      async ({ body }) => body.dump().then(() => false),
      (thrown: { code?: string }) => thrown.code === 'address_refused',
    );
  try {
    let asked = 0;
    for (const url of hostile) if (await refused(made, url)) asked++;
    say('addresses', hostile.length, 'hostile addresses', hostile.length >= 60);
    say('addresses_refused', asked, 'refused before anything was reached', asked === hostile.length && reached === 0);

    const ends = hostile.filter((url) => !relative.has(url));
    let redirects = 0;
    for (const url of ends) {
      location = url;
      if (await refused(made, `http://start.example:${port}/`)) redirects++;
    }
    say('redirects_refused', redirects, 'redirects to them', redirects === ends.length && reached === ends.length);

    location = '';
    reached = 0;
    let changed = 0;
    const orders = [
      ['127.0.0.1', '8.8.8.8'],
      ['10.0.0.1', '8.8.8.8'],
      ['169.254.169.254', '8.8.8.8'],
    ];
    for (const order of orders) {
      const rebinding = resolving(...order);
      if (await refused(rebinding, `http://rebound.example:${port}/`)) changed++;
      await rebinding.close();
    }
    say('names_that_change', changed, 'refused by the address that is connected to', changed === orders.length && reached === 0);
  } finally {
    await made.close();
    server.close();
    server.closeAllConnections();
  }
};
