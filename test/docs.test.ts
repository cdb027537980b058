import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { failureTable } from '../src/base/errors.ts';

const root = path.resolve(import.meta.dirname, '..');
const notOurs = new Set(['node_modules', 'dist', 'data', '.git', 'coverage', '.vitest']);

interface FailureRow {
  readonly http: number;
  readonly exit: number;
  readonly message: string;
  readonly retryable?: boolean;
}

/** The envelope of a failure. */
const answer = z.object({
  status: z.literal('error'),
  request_id: z.string(),
  error: z.object({ code: z.string(), message: z.string(), retryable: z.boolean(), docs: z.string() }),
});

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : filesUnder(file);
    return [file];
  });
}

const files = filesUnder(root);
const pages = files.filter((file) => file.endsWith('.md'));

function read(file: string): string {
  return readFileSync(file, 'utf8');
}

/** Relative targets of `[text](target)`, without their fragment; code is left out. */
function linksOf(page: string): string[] {
  const prose = read(page).replace(/```[\s\S]*?```|`[^`\n]*`/g, '');
  return Array.from(prose.matchAll(/\]\(([^)\s]+)\)/g), ([, target = '']) => target.replace(/#.*$/, '')).filter(
    (target) => target !== '' && !/^[a-z]+:/.test(target),
  );
}

describe('documentation', () => {
  it('every failure has a page and every page a failure', () => {
    const documented = readdirSync(path.join(root, 'docs/errors')).filter((name) => name !== 'README.md');
    expect(documented.sort()).toEqual(
      Object.keys(failureTable)
        .map((code) => `${code}.md`)
        .sort(),
    );
  });

  it.each(Object.entries<FailureRow>(failureTable))('the page of %s shows the answer that a user meets', (code, row) => {
    const text = read(path.join(root, `docs/errors/${code}.md`));
    expect(text).toContain(`\`${code}\` · HTTP ${row.http} · exit status ${row.exit}\n`);
    expect(text).toMatch(/\n## What happened\n[\s\S]+\n## How to fix\n/);
    const [, json = ''] = /```json\n([\s\S]*?)```/.exec(text) ?? [];
    const { error } = answer.parse(JSON.parse(json));
    expect(error).toMatchObject({ code, retryable: row.retryable ?? false, docs: `/docs#error-${code}` });
    expect(error.message).toMatch(new RegExp(`^${row.message.replace(/[.*+?^$()|[\]\\]/g, String.raw`\$&`).replace(/\{\w+\}/g, '[^]+')}$`));
  });

  it('relative links lead to files', () => {
    const broken = pages.flatMap((page) =>
      linksOf(page)
        .filter((target) => !existsSync(path.join(path.dirname(page), target)))
        .map((target) => `${path.relative(root, page)}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it('no file names a place on somebody’s machine', () => {
    const place = /(?<![\w.\-/:])\/(?:work|root|home|Users)\/\w/;
    const text = files.filter((file) => /\.(?:md|ts|mjs|json|sql|sh)$/.test(file) && !file.endsWith('.test.ts'));
    expect(text.filter((file) => place.test(read(file))).map((file) => path.relative(root, file))).toEqual([]);
  });
});
