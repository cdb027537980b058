import { Failure, failureTable, type FailureCode } from '../base/errors.ts';

/** A failure as a thread tells it: the code of one that users know, else null, with the reason for the log. */
export interface FailedMessage {
  readonly say: 'failed';
  readonly code: string | null;
  readonly params: Readonly<Record<string, string | number>>;
  readonly reason: string;
}

/** What a thread threw, in words that cross to the main thread. */
export function failedMessage(thrown: unknown): FailedMessage {
  const failure = thrown instanceof Failure ? thrown : null;
  return {
    say: 'failed',
    code: failure?.code ?? null,
    params: failure?.params ?? {},
    reason: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
  };
}

/** The failure again, on the main thread. `path` is what was being read. */
export function failureOf(message: FailedMessage, path: string): Failure {
  if (message.code !== null && message.code in failureTable)
    return new Failure(message.code as FailureCode, message.params, message.reason);
  if (/ENOSPC/.test(message.reason)) return new Failure('disk_full', { path: 'the data directory' }, message.reason);
  return new Failure('worker_failed', { path, reason: message.reason.split('\n')[0] ?? '' }, message.reason);
}
