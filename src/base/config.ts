/**
 * What an installation is told: flags first, then `OPENBACKLINKS_*` variables, then defaults. Parsed once, at the start;
 * a wrong value ends the command and is named by where it came from.
 */
import { resolve } from 'node:path';
import { z } from 'zod';
import { fail } from './errors.ts';
import { limits } from './limits.ts';
import { readMailServer, type MailServer } from './mail-server.ts';

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
type LogLevel = (typeof logLevels)[number];

export interface Config {
  /** The data directory, as an absolute path. */
  readonly data: string;
  readonly port: number;
  readonly host: string;
  /** Hosts that may be fetched although their address is not public. */
  readonly allowHosts: readonly string[];
  readonly logLevel: LogLevel;
  /** Archives read at the same time; undefined: one a core. */
  readonly workers: number | undefined;
  /** Stored rows that a question may read; what reads more is answered as a job. */
  readonly questionRows: number;
  /** Whether calls are charged. */
  readonly meter: boolean;
  /** The file of the price list; undefined: the default list. */
  readonly prices: string | undefined;
  /** Where crawls lie in Common Crawl's layout: an http(s) address without a closing slash, or the absolute path of a folder. */
  readonly ccBase: string;
  /** The server of their URL indexes, an http(s) address without a closing slash. */
  readonly ccIndex: string;
  /** Who answers for the crawler, for the owners of sites: an address of mail or of a page. */
  readonly contact: string | undefined;
  /** Where digests of monitors go out; undefined: nowhere. */
  readonly mailServer: MailServer | undefined;
  /** A file of domains that trust begins with; undefined: they are chosen by each release. */
  readonly trustSeeds: string | undefined;
}

const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .refine((value) => value >= min && value <= max);

const withoutSlash = (address: string): string => address.replace(/\/+$/, '');
const isWebAddress = (text: string): boolean => /^https?:\/\//i.test(text) && URL.canParse(text);

interface Setting<Value> {
  readonly flag: string;
  readonly variable: string;
  readonly schema: z.ZodType<Value, string>;
  readonly otherwise: Value;
  /** What a value must be, after "it must be". */
  readonly takes: string;
}

function setting<Value>(setting: Setting<Value>): Setting<Value> {
  return setting;
}

const settings = {
  data: setting({
    flag: '--data',
    variable: 'OPENBACKLINKS_DATA',
    schema: z
      .string()
      .min(1)
      .refine((path) => !path.includes('\0'))
      .transform((path) => resolve(path)),
    otherwise: resolve('data'),
    takes: 'the path of a folder',
  }),
  port: setting({
    flag: '--port',
    variable: 'OPENBACKLINKS_PORT',
    schema: whole(0, 65_535),
    otherwise: 8080,
    takes: 'a whole number from 0 to 65535',
  }),
  host: setting({
    flag: '--host',
    variable: 'OPENBACKLINKS_HOST',
    schema: z.string().regex(/^[A-Za-z0-9.:_-]{1,253}$/),
    otherwise: '127.0.0.1',
    takes: 'a host name or an address to listen on',
  }),
  allowHosts: setting<readonly string[]>({
    flag: '--allow-hosts',
    variable: 'OPENBACKLINKS_ALLOW_HOSTS',
    schema: z
      .string()
      .transform((names) => names.split(',').map((name) => name.trim()))
      .refine((names) => names.every((name) => /^[^\s/]{1,260}$/.test(name))),
    otherwise: [],
    takes: 'host names with commas between them',
  }),
  logLevel: setting<LogLevel>({
    flag: '--log-level',
    variable: 'OPENBACKLINKS_LOG_LEVEL',
    schema: z.string().pipe(z.enum(logLevels)),
    otherwise: 'info',
    takes: `one of ${logLevels.join(', ')}`,
  }),
  workers: setting<number | undefined>({
    flag: '--workers',
    variable: 'OPENBACKLINKS_WORKERS',
    schema: whole(1, 256),
    otherwise: undefined,
    takes: 'a whole number from 1 to 256',
  }),
  questionRows: setting({
    flag: '--question-rows',
    variable: 'OPENBACKLINKS_QUESTION_ROWS',
    schema: whole(1, 999_999_999),
    otherwise: limits.questionRowsReadMax,
    takes: 'a whole number from 1 to 999999999',
  }),
  meter: setting({
    flag: '--meter',
    variable: 'OPENBACKLINKS_METER',
    schema: z
      .string()
      .pipe(z.enum(['on', 'off']))
      .transform((word) => word === 'on'),
    otherwise: false,
    takes: 'on or off',
  }),
  prices: setting<string | undefined>({
    flag: '--prices',
    variable: 'OPENBACKLINKS_PRICES',
    schema: z
      .string()
      .min(1)
      .refine((path) => !path.includes('\0'))
      .transform((path) => resolve(path)),
    otherwise: undefined,
    takes: 'the path of a file',
  }),
  ccBase: setting({
    flag: '--cc-base',
    variable: 'OPENBACKLINKS_CC_BASE',
    schema: z
      .string()
      .min(1)
      .refine((place) => !place.includes('\0') && (isWebAddress(place) || !/^[a-z][a-z0-9+.-]*:\/\//i.test(place)))
      .transform((place) => (isWebAddress(place) ? withoutSlash(place) : resolve(place))),
    otherwise: 'https://data.commoncrawl.org',
    takes: 'an http(s) address or the path of a folder in the layout of Common Crawl',
  }),
  ccIndex: setting({
    flag: '--cc-index',
    variable: 'OPENBACKLINKS_CC_INDEX',
    schema: z.string().refine(isWebAddress).transform(withoutSlash),
    otherwise: 'https://index.commoncrawl.org',
    takes: 'the http(s) address of a URL index server',
  }),
  contact: setting<string | undefined>({
    flag: '--contact',
    variable: 'OPENBACKLINKS_CONTACT',
    schema: z.string().regex(/^(?:https?:\/\/[^\s()]{3,200}|(?:mailto:)?[^\s@()<>]{1,64}@[^\s@()<>]{3,190})$/),
    otherwise: undefined,
    takes: 'an e-mail address, or the address of a page that says how to reach you',
  }),
  trustSeeds: setting<string | undefined>({
    flag: '--trust-seeds',
    variable: 'OPENBACKLINKS_TRUST_SEEDS',
    schema: z
      .string()
      .min(1)
      .refine((path) => !path.includes('\0'))
      .transform((path) => resolve(path)),
    otherwise: undefined,
    takes: 'the path of a file',
  }),
} as const;

/** The values of flags as they were typed, by the name of the setting. */
export type ConfigFlags = { readonly [Name in keyof typeof settings]?: string | undefined };

/** Throws `usage`, naming the flag or variable that is wrong. An empty variable counts as not set. */
export function readConfig(flags: ConfigFlags, env: Readonly<Record<string, string | undefined>>): Config {
  const read = <Name extends keyof typeof settings, Value>(
    name: Name,
    { flag, variable, schema, otherwise, takes }: Setting<Value>,
  ): Value => {
    const typed = flags[name];
    const set = env[variable];
    const [given, from] = typed === undefined ? [set, variable] : [typed, flag];
    if (given === undefined || (given === '' && from === variable)) return otherwise;
    const parsed = schema.safeParse(given);
    return parsed.success ? parsed.data : fail('usage', { reason: `${from} is "${given.slice(0, 200)}"; it must be ${takes}.` });
  };
  return {
    data: read('data', settings.data),
    port: read('port', settings.port),
    host: read('host', settings.host),
    allowHosts: read('allowHosts', settings.allowHosts),
    logLevel: read('logLevel', settings.logLevel),
    workers: read('workers', settings.workers),
    questionRows: read('questionRows', settings.questionRows),
    meter: read('meter', settings.meter),
    prices: read('prices', settings.prices),
    ccBase: read('ccBase', settings.ccBase),
    ccIndex: read('ccIndex', settings.ccIndex),
    contact: read('contact', settings.contact),
    mailServer: readMailServer(env),
    trustSeeds: read('trustSeeds', settings.trustSeeds),
  };
}
