import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');

/** A small project with the real scripts and command, and a compiler and npm that write down what they are asked. */
let project = '';

beforeEach(async () => {
  project = await mkdtemp(path.join(tmpdir(), 'openbacklinks-scripts-'));
  for (const folder of ['scripts', 'bin']) await cp(path.join(root, folder), path.join(project, folder), { recursive: true });
  for (const folder of ['src/store', 'sample', 'node_modules/.bin', 'dist/src'])
    await mkdir(path.join(project, folder), { recursive: true });
  const lock = JSON.stringify({
    packages: { '': {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.0.0', optional: true } },
  });
  await write('package-lock.json', lock);
  await write('node_modules/.package-lock.json', JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } }));
  for (const file of ['package.json', 'tsconfig.json', 'tsconfig.build.json']) await write(file, '{}');
  await write('src/main.ts', 'one');
  await write('src/store/tables.sql', 'CREATE TABLE a');
  await program('tsc', 'echo compiled >> calls; for f in src/*.ts; do echo "$f" > dist/${f%.ts}.js; done');
  await program('npm', 'echo "npm $1" >> calls');
});

afterEach(async () => {
  await rm(project, { recursive: true });
});

async function write(file: string, text: string): Promise<void> {
  await writeFile(path.join(project, file), text);
}

async function program(name: string, body: string): Promise<void> {
  const file = path.join('node_modules/.bin', name);
  await write(file, `#!/bin/sh\n${body}\n`);
  await chmod(path.join(project, file), 0o755);
}

async function calls(): Promise<string> {
  return readFile(path.join(project, 'calls'), 'utf8').catch(() => '');
}

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  const { UV_THREADPOOL_SIZE: _, ...inherited } = process.env;
  return new Promise((resolve) => {
    execFile(command, args, { cwd: tmpdir(), env: { ...inherited, ...env } }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

async function script(name: string): Promise<Outcome> {
  return run(process.execPath, [path.join(project, 'scripts', name)]);
}

describe('install', () => {
  it('does nothing when what is installed is what the lock file says, a package for another platform left out', async () => {
    expect((await script('install.mjs')).code).toBe(0);
    expect(await calls()).toBe('');
  });

  it('installs when a version differs', async () => {
    await write('node_modules/.package-lock.json', JSON.stringify({ packages: { 'node_modules/a': { version: '0.9.0' } } }));
    expect((await script('install.mjs')).code).toBe(0);
    expect(await calls()).toBe('npm install\n');
  });

  it('installs when nothing is installed', async () => {
    await rm(path.join(project, 'node_modules/.package-lock.json'));
    await script('install.mjs');
    expect(await calls()).toBe('npm install\n');
  });

  it('ends with the exit status of npm when it fails', async () => {
    await rm(path.join(project, 'node_modules/.package-lock.json'));
    await program('npm', 'exit 7');
    expect((await script('install.mjs')).code).toBe(7);
  });
});

describe('build', () => {
  it('compiles and copies what is not TypeScript, once', async () => {
    for (let i = 0; i < 2; i++) expect((await script('build.mjs')).code).toBe(0);
    expect(await calls()).toBe('compiled\n');
    expect(await readFile(path.join(project, 'dist/src/store/tables.sql'), 'utf8')).toBe('CREATE TABLE a');
  });

  it('compiles again when a source has changed, and drops what has no source any more', async () => {
    await write('src/old.ts', 'two');
    await script('build.mjs');
    await rm(path.join(project, 'src/old.ts'));
    await script('build.mjs');
    expect(await calls()).toBe('compiled\ncompiled\n');
    expect(await readdir(path.join(project, 'dist/src'))).toEqual(['main.js', 'store']);
  });

  it('never takes a build that failed for one that succeeded', async () => {
    await script('build.mjs');
    await write('src/main.ts', 'broken');
    await program('tsc', 'echo failed >> calls; exit 2');
    for (let i = 0; i < 2; i++) expect((await script('build.mjs')).code).toBe(2);
    expect(await calls()).toBe('compiled\nfailed\nfailed\n');
  });
});

describe('the command', () => {
  it('says how to build when it is not built', async () => {
    const { code, stderr } = await run(path.join(project, 'bin/openbacklinks'), ['doctor']);
    expect(code).toBe(4);
    expect(stderr).toContain('npm run build');
  });

  it('finds its program through links, and sets the size of the thread pool before node starts', async () => {
    await write('dist/src/main.js', 'console.log(JSON.stringify([process.argv.slice(2), process.env.UV_THREADPOOL_SIZE]))');
    await symlink(path.join(project, 'bin/openbacklinks'), path.join(project, 'first'));
    await symlink('first', path.join(project, 'second'));
    const { stdout } = await run(path.join(project, 'second'), ['query', 'list', 'a b']);
    expect(JSON.parse(stdout)).toEqual([['query', 'list', 'a b'], '16']);
  });

  it('leaves the size of the thread pool to who has set it', async () => {
    await write('dist/src/main.js', 'console.log(process.env.UV_THREADPOOL_SIZE)');
    expect((await run(path.join(project, 'bin/openbacklinks'), [], { UV_THREADPOOL_SIZE: '5' })).stdout).toBe('5\n');
  });
});
