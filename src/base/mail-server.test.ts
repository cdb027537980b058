import { describe, expect, it } from 'vitest';
import { isMailAddress, readMailServer } from './mail-server.ts';

const from = 'Backlinks <backlinks@example.com>';

describe('the mail server', () => {
  it('is none when nothing is said', () => {
    expect(readMailServer({})).toBeUndefined();
    expect(readMailServer({ OPENBACKLINKS_SMTP_HOST: '' })).toBeUndefined();
  });

  it.each([
    [{}, { port: 587, security: 'starttls' }],
    [{ OPENBACKLINKS_SMTP_PORT: '465' }, { port: 465, security: 'tls' }],
    [{ OPENBACKLINKS_SMTP_SECURITY: 'tls' }, { port: 465, security: 'tls' }],
    [{ OPENBACKLINKS_SMTP_SECURITY: 'none' }, { port: 25, security: 'none' }],
    [
      { OPENBACKLINKS_SMTP_PORT: '2525', OPENBACKLINKS_SMTP_SECURITY: 'none' },
      { port: 2525, security: 'none' },
    ],
  ])('with %j is asked as %j, and never in the clear unless that is said', (given, wanted) => {
    const env = { OPENBACKLINKS_SMTP_HOST: 'smtp.example.com', OPENBACKLINKS_SMTP_FROM: from, ...given };
    expect(readMailServer(env)).toEqual({
      host: 'smtp.example.com',
      user: undefined,
      password: undefined,
      from: { name: 'Backlinks', address: 'backlinks@example.com' },
      ...wanted,
    });
  });

  it.each([
    [{ OPENBACKLINKS_SMTP_FROM: from }, 'SMTP_HOST is not set'],
    [{ OPENBACKLINKS_SMTP_HOST: 'smtp.example.com' }, 'SMTP_FROM is not set'],
    [{ OPENBACKLINKS_SMTP_HOST: 'smtp.example.com', OPENBACKLINKS_SMTP_FROM: 'nobody' }, 'SMTP_FROM is wrong'],
    [{ OPENBACKLINKS_SMTP_HOST: 'smtp.example.com', OPENBACKLINKS_SMTP_FROM: 'a\r\nBcc: b <a@b.example>' }, 'SMTP_FROM is wrong'],
    [{ OPENBACKLINKS_SMTP_HOST: 'a b', OPENBACKLINKS_SMTP_FROM: from }, 'SMTP_HOST is wrong'],
    [
      { OPENBACKLINKS_SMTP_HOST: 'smtp.example.com', OPENBACKLINKS_SMTP_FROM: from, OPENBACKLINKS_SMTP_PORT: '70000' },
      'SMTP_PORT is wrong',
    ],
    [
      { OPENBACKLINKS_SMTP_HOST: 'smtp.example.com', OPENBACKLINKS_SMTP_FROM: from, OPENBACKLINKS_SMTP_PASSWORD: 'hush' },
      'belong together',
    ],
  ])('of %j is refused, and a password never repeated', (env, reason) => {
    expect(() => readMailServer(env)).toThrow(reason);
    expect(() => readMailServer(env)).not.toThrow('hush');
  });
});

describe('an e-mail address', () => {
  it.each(['a@b.example', 'first.last+tag@mail.shop.example', "o'neil@shop.example", 'a@xn--bcher-kva.example', 'a@b.xn--p1ai'])(
    'is %s',
    (text) => {
      expect(isMailAddress(text)).toBe(true);
    },
  );

  it.each([
    '',
    'a',
    '@b.example',
    'a@',
    'a@b',
    'a@b..example',
    '.a@b.example',
    'a.@b.example',
    'a..b@c.example',
    'a@-b.example',
    'a@b.example,c@d.example',
    'a@b.example;c@d.example',
    'a b@c.example',
    'a@b.example\r\nRCPT TO:<c@d.example>',
    'a@b.example\n',
    '<a@b.example>',
    '"a"@b.example',
    'a@[127.0.0.1]',
    'a@b.example>',
    'a(x)@b.example',
    'ä@b.example',
    `${'a'.repeat(65)}@b.example`,
    `a@${'b'.repeat(64)}.example`,
    `a@${'b.'.repeat(120)}example`,
  ])('is not %j', (text) => {
    expect(isMailAddress(text)).toBe(false);
  });
});
