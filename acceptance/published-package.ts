import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** A program of npm, installed as it is published into a folder of its own, which goes with it. */
export interface PublishedPackage extends AsyncDisposable {
  readonly folder: string;
  /** What it starts with, from the folder. */
  readonly bin: string;
}

/** Installed here and not with the project: it is only asked whether it works against us, and brings more than all that the project needs. */
export async function publishedPackage(name: string, version: string): Promise<PublishedPackage> {
  const folder = mkdtempSync(path.join(tmpdir(), 'openbacklinks-published-'));
  writeFileSync(path.join(folder, 'package.json'), '{"private":true}');
  await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', `${name}@${version}`], { cwd: folder });
  const own = path.join('node_modules', name);
  const { bin } = JSON.parse(readFileSync(path.join(folder, own, 'package.json'), 'utf8')) as { bin: string | Record<string, string> };
  const [first = ''] = typeof bin === 'string' ? [bin] : Object.values(bin);
  return { folder, bin: path.join(own, first), [Symbol.asyncDispose]: async () => rmSync(folder, { recursive: true, force: true }) };
}
