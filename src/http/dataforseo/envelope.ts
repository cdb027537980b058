import { randomBytes } from 'node:crypto';
import { statusOf, type Status } from './status.ts';

/** One task of an answer, whole. */
export interface TaskAnswer {
  readonly id: string;
  readonly status_code: number;
  readonly status_message: string;
  readonly time: string;
  /** In the price list's currency. */
  readonly cost: number;
  readonly result_count: number;
  readonly path: readonly string[];
  readonly data: Readonly<Record<string, unknown>>;
  readonly result: readonly unknown[] | null;
  /** Of a task that failed: our own sentence, where the contract's text does not say why. */
  readonly openbacklinks?: { readonly reason: string };
}

export interface Envelope {
  readonly version: string;
  readonly status_code: number;
  readonly status_message: string;
  readonly time: string;
  readonly cost: number;
  readonly tasks_count: number;
  readonly tasks_error: number;
  readonly tasks: readonly TaskAnswer[];
}

/** The answer to a call whose tasks were taken on, whatever became of each. */
export function envelopeOf(version: string, tasks: readonly TaskAnswer[], milliseconds: number): Envelope {
  return {
    version,
    ...coded(statusOf('ok')),
    time: seconds(milliseconds),
    cost: money(tasks.reduce((sum, task) => sum + task.cost, 0)),
    tasks_count: tasks.length,
    tasks_error: tasks.filter((task) => task.status_code >= 40_000).length,
    tasks,
  };
}

/** The answer to a call that was refused as a whole. */
export function refusedEnvelope(version: string, status: Status, milliseconds: number): Envelope {
  return { version, ...coded(status), time: seconds(milliseconds), cost: 0, tasks_count: 0, tasks_error: 0, tasks: [] };
}

export function coded({ code, message }: Status): { status_code: number; status_message: string } {
  return { status_code: code, status_message: message };
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(4)} sec.`;
}

/** Without the noise of binary fractions. */
export function money(amount: number): number {
  return Math.round(amount * 1e6) / 1e6;
}

/** `11271546-1535-0216-0000-3f9ac0d1e2b4`: month, day, hour and minute, then what makes it one of a kind. */
export function taskId(now: Date): string {
  const moment = now.toISOString().slice(5, 16).replace(/\D/g, '');
  const random = randomBytes(10).toString('hex');
  return `${moment}-${random.slice(0, 4)}-${random.slice(4, 8)}-0000-${random.slice(8)}`;
}

/** `2026-11-27T01:02:03Z` as this contract writes a moment. */
export function moment(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} +00:00`;
}
