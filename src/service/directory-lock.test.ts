import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dataFolder, prepareDataFolder, type DataFolder } from './data-folder.ts';
import { isLocked, ownerPid, takeLock } from './directory-lock.ts';

let path: string;
let folder: DataFolder;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'openbacklinks-'));
  folder = dataFolder(path);
});
afterEach(() => rmSync(path, { recursive: true, force: true }));

/** Another process that takes the lock and keeps it. */
async function otherOwner(): Promise<ChildProcess> {
  const [lock, data] = ['./directory-lock.ts', './data-folder.ts'].map((file) => new URL(file, import.meta.url).href);
  const script = `import('${lock}').then(async ({ takeLock }) => {
    globalThis.held = takeLock((await import('${data}')).dataFolder(${JSON.stringify(path)}));
    console.log('held'); setInterval(() => {}, 1000);
  })`;
  const child = spawn(process.execPath, ['--import', 'tsx', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

describe('the lock of a data directory', () => {
  it('has one holder, and is free when that lets go', () => {
    const lock = takeLock(folder);
    expect(isLocked(folder)).toBe(true);
    expect(() => takeLock(folder)).toThrow(expect.objectContaining({ code: 'data_locked', params: { path, pid: process.pid } }));
    lock.release();
    expect(isLocked(folder)).toBe(false);
    expect(existsSync(folder.owner)).toBe(false);
    takeLock(folder).release();
  });

  it('names the process that holds it, and is free the moment that process is killed', async () => {
    const child = await otherOwner();
    try {
      expect(() => takeLock(folder)).toThrow(expect.objectContaining({ code: 'data_locked', params: { path, pid: child.pid } }));
    } finally {
      child.kill('SIGKILL');
    }
    await once(child, 'exit');
    expect(ownerPid(folder)).toBe(child.pid);
    const lock = takeLock(folder);
    expect(ownerPid(folder)).toBe(process.pid);
    lock.release();
  });

  it('is not mistaken for held by a note that is no note', () => {
    writeFileSync(folder.owner, '{"pid":');
    expect(ownerPid(folder)).toBeNull();
    takeLock(folder).release();
  });
});

describe('a data directory', () => {
  it('is made for its user alone', () => {
    const inner = dataFolder(join(path, 'a/b'));
    prepareDataFolder(inner);
    expect(existsSync(inner.path)).toBe(true);
  });

  it('that cannot be made is a failure that names it and why', () => {
    writeFileSync(join(path, 'file'), '');
    expect(() => prepareDataFolder(dataFolder(join(path, 'file/data')))).toThrow(
      expect.objectContaining({ code: 'data_unwritable', message: expect.stringContaining('a part of the path is a file') }),
    );
  });

  it('with a path too long for a socket is refused, not cut', () => {
    expect(() => dataFolder(join(path, 'x'.repeat(120)))).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});
