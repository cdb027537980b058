/** What the scripts share: where the project is, and how a command is run from there. Plain JavaScript: it runs before anything is installed. */
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** The size of node's thread pool is read once, before any module runs: the embedded engine needs more than the four threads of the default. */
export const enginePool = { UV_THREADPOOL_SIZE: process.env.UV_THREADPOOL_SIZE ?? '16' };

/** True when the module at `url` is the script that node was given, not one that another script imports. */
export function isMain(url) {
  return process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(url);
}

/** Runs a command in the project's folder, with the packages' commands on its path, and returns its exit code. */
export function run(name, args, env = {}) {
  const { status, error } = spawnSync(name, args, { cwd: root, stdio: 'inherit', env: environment(env) });
  if (error !== undefined) {
    console.error(`${name} could not be started: ${error.message}`);
    return 1;
  }
  return status ?? 1;
}

/** Ends this process as the command ends: its signals are passed on, its exit code is ours. */
export function become(name, args, { env = {}, cwd = process.cwd() } = {}) {
  const child = spawn(name, args, { cwd, stdio: 'inherit', env: environment(env) });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`${name} could not be started: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));
}

function environment(added) {
  const bin = path.join(root, 'node_modules', '.bin');
  return { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}`, ...added };
}
