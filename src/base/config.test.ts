import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

describe('configuration', () => {
  it('has defaults for everything', () => {
    expect(readConfig({}, {})).toEqual({
      data: resolve('data'),
      port: 8080,
      host: '127.0.0.1',
      allowHosts: [],
      logLevel: 'info',
      workers: undefined,
      meter: false,
      prices: undefined,
      ccBase: 'https://data.commoncrawl.org',
      ccIndex: 'https://index.commoncrawl.org',
      contact: undefined,
      mailServer: undefined,
      questionRows: 10_000_000,
      trustSeeds: undefined,
    });
  });

  it('takes a flag over a variable, and a variable over the default', () => {
    const env = { OPENBACKLINKS_PORT: '9000', OPENBACKLINKS_HOST: '0.0.0.0' };
    expect(readConfig({ port: '9001' }, env)).toMatchObject({ port: 9001, host: '0.0.0.0' });
  });

  it('makes the data directory absolute and splits the allowed hosts', () => {
    expect(readConfig({ data: 'x/y' }, { OPENBACKLINKS_ALLOW_HOSTS: 'archive.internal, 10.0.0.7:8000' })).toMatchObject({
      data: resolve('x/y'),
      allowHosts: ['archive.internal', '10.0.0.7:8000'],
    });
  });

  it('takes an address or a folder in the layout of Common Crawl', () => {
    expect(readConfig({}, { OPENBACKLINKS_CC_BASE: 'https://mirror.example/cc/' }).ccBase).toBe('https://mirror.example/cc');
    expect(readConfig({}, { OPENBACKLINKS_CC_BASE: 'cc' }).ccBase).toBe(resolve('cc'));
    expect(readConfig({}, { OPENBACKLINKS_CC_INDEX: 'https://index.example/' }).ccIndex).toBe('https://index.example');
  });

  it('takes an empty variable as not set', () => {
    expect(readConfig({}, { OPENBACKLINKS_PORT: '' }).port).toBe(8080);
  });

  it.each([
    [{}, { OPENBACKLINKS_PORT: '80a' }, 'OPENBACKLINKS_PORT is "80a"; it must be a whole number from 0 to 65535.'],
    [{}, { OPENBACKLINKS_LOG_LEVEL: 'loud' }, 'OPENBACKLINKS_LOG_LEVEL is "loud"'],
    [{}, { OPENBACKLINKS_ALLOW_HOSTS: 'a,,b' }, 'OPENBACKLINKS_ALLOW_HOSTS is "a,,b"'],
    [
      {},
      { OPENBACKLINKS_CC_BASE: 's3://commoncrawl' },
      'OPENBACKLINKS_CC_BASE is "s3://commoncrawl"; it must be an http(s) address or the path',
    ],
    [{}, { OPENBACKLINKS_CC_INDEX: '/indexes' }, 'OPENBACKLINKS_CC_INDEX is "/indexes"'],
    [{ port: '70000' }, { OPENBACKLINKS_PORT: '80' }, '--port is "70000"'],
    [{ workers: '0' }, {}, '--workers is "0"'],
    [{}, { OPENBACKLINKS_CONTACT: 'me' }, 'OPENBACKLINKS_CONTACT is "me"'],
    [{ contact: 'me@example.com (the owner)' }, {}, '--contact is'],
    [{ port: '' }, {}, '--port is ""'],
    [{ data: '' }, {}, '--data is ""'],
  ])('names what is wrong in %j %j', (flags, env, message) => {
    expect(() => readConfig(flags, env)).toThrow(expect.objectContaining({ code: 'usage', message: expect.stringContaining(message) }));
  });
});
