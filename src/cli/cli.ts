import { createColors } from 'picocolors';
import { readConfig, type Config, type ConfigFlags } from '../base/config.ts';
import { toFailure, type Failure } from '../base/errors.ts';
import type { Backend } from '../service/backend.ts';
import { openBackend, openOwn, type Owned } from '../service/open-backend.ts';
import { jsonProgress, lineProgress, terminalProgress, type RenderedProgress } from './progress-renderer.ts';
import type { TableStyle } from './table.ts';

export interface Running {
  /** `http://127.0.0.1:8080` */
  readonly address: string;
  close(): Promise<void>;
}

/** What the command line starts and does not know: main.ts hands it in, so that cli, http and mcp do not import each other. */
export interface Surfaces {
  /** Answers over HTTP, on the socket file and (`port` not null) on TCP. */
  listen(owned: Owned, where: { readonly host: string; readonly port: number | null }): Promise<Running>;
  /** MCP over standard input and output, until the input ends. */
  /** `credits`: what may be spent in the session; null: nothing bounds it. */
  mcp(backend: Backend, credits: number | null): Promise<void>;
}

/** Node's types say that `isTTY` is always there; of a pipe it is not. */
type Stream = Omit<NodeJS.WriteStream, 'isTTY'> & { readonly isTTY?: boolean };

/** What commands share: configuration, the backend, the streams. stdout is data, stderr is talk. */
export class Cli {
  readonly surfaces: Surfaces;
  /** Aborts when the user or the system asks the command to end. */
  readonly signal: AbortSignal;
  /** Of a command that did what it was asked: 0, or what it has to say by it. */
  exitStatus = 0;
  readonly #env: NodeJS.ProcessEnv;
  readonly #stdout: Stream;
  readonly #stderr: Stream;

  constructor(surfaces: Surfaces, signal: AbortSignal, { env, stdout, stderr }: Pick<NodeJS.Process, 'env' | 'stdout' | 'stderr'>) {
    this.surfaces = surfaces;
    this.signal = signal;
    this.#env = env;
    this.#stdout = stdout;
    this.#stderr = stderr;
  }

  config(flags: ConfigFlags): Config {
    return readConfig(flags, this.#env);
  }

  /** Lends a backend to a short command. */
  async withBackend<T>(flags: ConfigFlags, work: (backend: Backend) => Promise<T>): Promise<T> {
    const { backend } = await openBackend(this.config(flags));
    try {
      return await work(backend);
    } finally {
      await backend.close();
    }
  }

  /** Lends a backend to a command that takes long. When this process is the owner, it answers other commands meanwhile. */
  async withLastingBackend<T>(flags: ConfigFlags, work: (backend: Backend) => Promise<T>): Promise<T> {
    const config = this.config(flags);
    const { backend, instance } = await openBackend(config);
    let running: Running | null = null;
    try {
      if (instance !== null) running = await this.surfaces.listen({ backend, instance }, { host: config.host, port: null });
      return await work(backend);
    } finally {
      await running?.close();
      await backend.close();
    }
  }

  /** Becomes the owner; refuses when there is one. Failures of jobs that nobody follows are told on stderr. */
  async withOwned<T>(config: Config, work: (owned: Owned) => Promise<T>): Promise<T> {
    const owned = await openOwn(config, (id, failure) => this.tell(`job ${id} failed: ${failure.code}: ${failure.message}`));
    try {
      return await work(owned);
    } finally {
      await owned.backend.close();
    }
  }

  /** Resolves when the command is to end. */
  async untilAsked(): Promise<void> {
    if (this.signal.aborted) return;
    await new Promise<void>((resolve) => this.signal.addEventListener('abort', () => resolve(), { once: true }));
  }

  print(text: string): void {
    this.#stdout.write(text);
  }

  /** Prints, and waits for a reader that is slower. False when nobody reads any more. */
  async write(text: string): Promise<boolean> {
    if (this.#stdout.destroyed) return false;
    if (this.#stdout.write(text)) return true;
    await new Promise<void>((resolve) => this.#stdout.once('drain', resolve).once('close', resolve));
    return !this.#stdout.destroyed;
  }

  printJson(value: unknown): void {
    this.print(`${JSON.stringify(value, null, 2)}\n`);
  }

  tell(line: string): void {
    this.#stderr.write(`${line}\n`);
  }

  style(): TableStyle {
    // Never undefined: that picocolors decides by itself, in favour of colours where CI is set.
    const isTerminal = this.#stdout.isTTY === true;
    const colors = createColors(isTerminal && (this.#env.NO_COLOR ?? '') === '' && this.#env.TERM !== 'dumb');
    return { width: isTerminal ? this.#stdout.columns : null, heading: colors.bold };
  }

  /** Progress for people goes to stderr; as JSON events it is the command's output. */
  progress(json: boolean): RenderedProgress {
    if (json) return jsonProgress(this.#stdout);
    return this.#stderr.isTTY && this.#env.TERM !== 'dumb' ? terminalProgress(this.#stderr) : lineProgress(this.#stderr);
  }

  /** Tells a failure: a line for people, or the API's error envelope. `verbose` shows the cause. Returns the exit status. */
  tellFailure(thrown: unknown, { json, verbose }: { readonly json: boolean; readonly verbose: boolean }): number {
    const failure = toFailure(thrown);
    const { code, message, retryable, exit } = failure;
    const docs = `docs/errors/${code}.md`;
    if (json) this.tell(JSON.stringify({ status: 'error', request_id: null, error: { code, message, retryable, docs } }));
    else this.tell(`error: ${code}: ${message.replace(/\s+/g, ' ')} (${docs})`);
    if (verbose) this.tell(causesOf(failure));
    else if (code === 'unexpected' || code === 'engine_failed') this.tell('Run the command again with --verbose to see the cause.');
    return exit;
  }
}

function causesOf(failure: Failure): string {
  const lines: string[] = [];
  for (let cause: unknown = failure.cause; cause !== undefined; cause = cause instanceof Error ? cause.cause : undefined) {
    lines.push(`caused by: ${cause instanceof Error ? (cause.stack ?? cause.message) : JSON.stringify(cause)}`);
  }
  return lines.length === 0 ? 'There is no further cause.' : lines.join('\n');
}
