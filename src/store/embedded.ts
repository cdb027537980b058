import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { drainPending } from 'chdb';
import { fail, Failure, toFailure } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { AskOptions, Engine, Reading, Row, Workload } from './engine.ts';
import { sql, type Sql } from './literal.ts';
import { SessionPool } from './session-pool.ts';

export interface EmbeddedOptions {
  /** The engine's own folder inside the data directory. */
  readonly path: string;
  readonly questionSessions?: number;
  readonly buildSessions?: number;
  /** Stored rows that a question may read; default `limits.questionRowsReadMax`. */
  readonly questionRowsReadMax?: number;
}

/** Given when the engine connects: caches sized for a process that shares its machine, no background threads beyond need. */
const connectionArgs = [
  '--mark_cache_size=268435456',
  '--uncompressed_cache_size=0',
  '--index_mark_cache_size=67108864',
  '--mmap_cache_size=64',
  '--background_pool_size=2',
  '--background_schedule_pool_size=2',
  '--background_common_pool_size=2',
  '--background_move_pool_size=1',
  '--background_fetches_pool_size=1',
  // A page of 1,000 rows is looked up by keys of up to 2 KB each, in hexadecimal; the default of 256 KB ends at 80 bytes.
  '--max_query_size=67108864',
  // What a job puts down has the types of its question: a number looked up by a source that stands in a dictionary stands in one too.
  '--allow_suspicious_low_cardinality_types=1',
];

const common = `output_format_json_quote_64bit_integers=0, output_format_json_quote_denormals=0, date_time_output_format='iso', session_timezone='UTC', mutations_sync=1, optimize_inverse_dictionary_lookup=0`;

/** Settings a statement runs under, by workload. A question may not take the machine; a build spills before it does. */
const settings: Readonly<Record<Workload, string>> = {
  question:
    `${common}, max_execution_time=${limits.questionMs / 1000}, timeout_overflow_mode='throw', ` +
    `max_memory_usage=${limits.questionMemoryBytesMax}, use_query_condition_cache=0`,
  build:
    `${common}, max_threads=2, max_insert_threads=1, max_execution_time=${limits.buildMs / 1000}, max_memory_usage=${limits.buildMemoryBytesMax}, ` +
    `max_bytes_before_external_group_by=${limits.spillBytes}, max_bytes_before_external_sort=${limits.spillBytes}, ` +
    `min_insert_block_size_rows=1048576, min_insert_block_size_bytes=134217728, max_partitions_per_insert_block=256, ` +
    `join_algorithm='grace_hash', grace_hash_join_initial_buckets=1, max_bytes_in_join=${limits.spillBytes}, ` +
    `optimize_on_insert=0, max_block_size=16384, use_query_condition_cache=0`,
};

/** What a question adds by how it reads. */
const settingsOfReading: Readonly<Record<Reading, string>> = {
  some: 'max_threads=1',
  by_key: 'max_threads=1, enable_analyzer=0',
  whole: `max_threads=${Math.min(limits.questionThreadsMax, availableParallelism())}`,
};

/**
 * ClickHouse in this process (chDB). Must live on the main thread: it crashes when loaded in a worker that exits.
 * Throws `data_locked` when another process owns the path.
 */
export function openEmbedded(options: EmbeddedOptions): Engine {
  mkdirSync(options.path, { recursive: true });
  const pools = connect(options);
  const { questionRowsReadMax = limits.questionRowsReadMax } = options;
  const run = async <T>(statement: Sql, given: AskOptions, format: string): Promise<{ json(): T[] }> => {
    const asked = { rowsReadMax: questionRowsReadMax, ...given };
    return pools[asked.workload ?? 'question'].use(asked.signal, async (session) => {
      asked.signal?.throwIfAborted();
      try {
        const result = await session.queryAsync(withSettings(statement, asked), { format });
        return { json: () => rowsOf<T>(result.text()) };
      } catch (thrown) {
        throw engineFailure(thrown, asked.rowsReadMax);
      }
    });
  };

  return {
    ask: async <T extends Row>(statement: Sql, asked: AskOptions = {}) => (await run<T>(statement, asked, 'JSONEachRow')).json(),
    run: async (statement, asked = {}) => {
      await run(statement, { workload: 'build', ...asked }, 'Null');
    },
    estimate: async (statement, asked = {}) => {
      const tables = (await run<{ rows: number }>(sql`EXPLAIN ESTIMATE ${statement}`, asked, 'JSONEachRow')).json();
      return tables.reduce((sum, { rows }) => sum + rows, 0);
    },
    questionRowsReadMax,
    stream: (statement, asked = {}) => streamOf(pools[asked.workload ?? 'build'], statement, asked),
    close: async () => {
      pools.question.close();
      pools.build.close();
      await drainPending();
    },
  };
}

function connect(options: EmbeddedOptions): Record<Workload, SessionPool> {
  try {
    return {
      question: new SessionPool(options.path, options.questionSessions ?? 4, connectionArgs),
      build: new SessionPool(options.path, options.buildSessions ?? 2, connectionArgs),
    };
  } catch (thrown) {
    if (/lock|already|another/i.test(String(thrown))) fail('data_locked', { path: options.path, pid: 'unknown' }, thrown);
    throw thrown;
  }
}

/** A statement that already ends in SETTINGS keeps them and gets ours appended; DDL takes none. */
function withSettings(
  { text }: Sql,
  { workload = 'question', reads = 'some', rowsReadMax = limits.questionRowsReadMax }: AskOptions,
): string {
  if (!/^\s*(SELECT|INSERT|WITH)\b/i.test(text)) return text;
  if (/^\s*INSERT\b(?!\s+INTO\s+FUNCTION\b)/i.test(text))
    return text.replace(/^\s*INSERT\s+INTO\s+(\S+(?:\s*\([^)]*\))?)/i, (head) => `${head} SETTINGS ${settings[workload]} `);
  const ofQuestion = workload === 'question' ? `, ${settingsOfReading[reads]}, max_rows_to_read=${rowsReadMax}` : '';
  return `${text}\nSETTINGS ${settings[workload]}${ofQuestion}`;
}

async function* streamOf(pool: SessionPool, statement: Sql, { workload = 'build', signal }: AskOptions): AsyncIterable<Buffer> {
  let done: () => void = () => {};
  const held = new Promise<void>((resolve) => (done = resolve));
  const session = await new Promise<Parameters<Parameters<SessionPool['use']>[1]>[0]>((resolve, reject) => {
    pool.use(signal, async (taken) => (resolve(taken), held)).catch(reject);
  });
  const stream = session.queryStream(withSettings(statement, { workload }), { format: 'RowBinary' });
  try {
    for await (const chunk of stream) {
      signal?.throwIfAborted();
      const bytes = chunk.raw();
      yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
  } catch (thrown) {
    throw engineFailure(thrown);
  } finally {
    stream.cancel();
    done();
  }
}

function rowsOf<T>(text: string): T[] {
  const body = text.trimEnd();
  return body === '' ? [] : (JSON.parse(`[${body.replaceAll('\n', ',')}]`) as T[]);
}

/** The engine's error codes (ClickHouse ErrorCodes.cpp) as failures a user can act on. */
function engineFailure(thrown: unknown, rowsReadMax: number = limits.questionRowsReadMax): Failure {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const code = /Code: (\d+)/.exec(text)?.[1];
  if (code === '159' || code === '160') return new Failure('too_slow', { seconds: limits.questionMs / 1000 }, thrown);
  if (code === '427')
    return new Failure('invalid_pattern', { reason: /, error: (.*?)\. Look at /s.exec(text)?.[1] ?? 'it cannot be compiled' }, thrown);
  if (code === '158') return new Failure('too_many_rows', { max: rowsReadMax }, thrown);
  if (code === '241') return new Failure('too_much_memory', {}, thrown);
  if (code === '243' || /No space left on device/.test(text)) return new Failure('disk_full', { path: 'the data directory' }, thrown);
  const known = toFailure(thrown);
  return known.code === 'unexpected' ? new Failure('engine_failed', { request: '-' }, thrown) : known;
}
