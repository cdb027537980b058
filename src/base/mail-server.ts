import { z } from 'zod';
import { fail } from './errors.ts';

/** The operator's mail server (SMTP), that digests of monitors go out through. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** `tls`: from the first byte; `starttls`: never without it; `none`: for a server on the same machine or network. */
  readonly security: 'tls' | 'starttls' | 'none';
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly from: MailAddress;
}

interface MailAddress {
  readonly name: string;
  readonly address: string;
}

const domain = String.raw`(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})`;
const word = String.raw`[a-z0-9!#$%&'*+/=?^_{|}~\x60-]+`;
const address = new RegExp(String.raw`^(?=.{1,64}@)${word}(?:\.${word})*@(?=.{1,189}$)${domain}$`, 'i');

/** An address of one mailbox as nearly all are (RFC 5321's Dot-string): no quotes, lists, comments or line breaks, so that it can only be one. */
export function isMailAddress(text: string): boolean {
  return address.test(text);
}

const ports = { tls: 465, starttls: 587, none: 25 } as const;
const set = z.string().min(1);
const schemas = {
  HOST: set.regex(/^[A-Za-z0-9.:_-]{1,253}$/),
  PORT: set
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .refine((port) => port >= 1 && port <= 65_535),
  SECURITY: set.pipe(z.enum(['tls', 'starttls', 'none'])),
  USER: set,
  PASSWORD: set,
  FROM: set.transform((text, context) => sender(text) ?? (context.addIssue('not an address'), z.NEVER)),
} as const;
const takes: Readonly<Record<keyof typeof schemas, string>> = {
  HOST: 'a host name or an address',
  PORT: 'a whole number from 1 to 65535',
  SECURITY: 'tls, starttls or none',
  USER: 'a user name',
  PASSWORD: 'a password',
  FROM: 'an e-mail address, alone or as NAME <ADDRESS>',
};

/** What `OPENBACKLINKS_SMTP_*` say; undefined without `_HOST`. Throws `usage`, naming the variable; a password is never repeated. */
export function readMailServer(env: Readonly<Record<string, string | undefined>>): MailServer | undefined {
  const read = <Name extends keyof typeof schemas>(name: Name): z.output<(typeof schemas)[Name]> | undefined => {
    const given = env[`OPENBACKLINKS_SMTP_${name}`];
    if (given === undefined || given === '') return undefined;
    const { data, success } = schemas[name].safeParse(given);
    return success ? (data as z.output<(typeof schemas)[Name]>) : wrong(`OPENBACKLINKS_SMTP_${name} is wrong; it must be ${takes[name]}.`);
  };
  const [host, port, user, password, from] = [read('HOST'), read('PORT'), read('USER'), read('PASSWORD'), read('FROM')];
  if (host === undefined) {
    const other = [port, user, password, from].some((value) => value !== undefined);
    return other
      ? wrong('OPENBACKLINKS_SMTP_HOST is not set, and other OPENBACKLINKS_SMTP_ variables are. Set it, or none of them.')
      : undefined;
  }
  if (from === undefined) return wrong('OPENBACKLINKS_SMTP_FROM is not set: whom e-mail comes from.');
  if ((user === undefined) !== (password === undefined))
    return wrong('OPENBACKLINKS_SMTP_USER and OPENBACKLINKS_SMTP_PASSWORD belong together: set both, or neither.');
  const security = read('SECURITY') ?? (port === ports.tls ? 'tls' : 'starttls');
  return { host, port: port ?? ports[security], security, user, password, from };
}

function sender(text: string): MailAddress | undefined {
  const [, name = '', inner] = /^([^<>"\p{Cc}]{0,100}?)\s*<([^<>]+)>$/u.exec(text) ?? [];
  const only = inner ?? text;
  return isMailAddress(only) ? { name: name.trim(), address: only } : undefined;
}

function wrong(reason: string): never {
  return fail('usage', { reason });
}
