import { readdirSync, readFileSync } from 'node:fs';
import { fail } from '../base/errors.ts';
import type { Accounts } from './accounts.ts';
import type { Engine } from './engine.ts';
import { schemaText } from './literal.ts';

/** Numbered steps of the engine's schema. Written once, never edited after a release. */
const folder = new URL('./schema/', import.meta.url);

export function schemaSteps(): string[] {
  return readdirSync(folder)
    .filter((file) => /^\d{4}-[a-z-]+\.sql$/.test(file))
    .sort();
}

/** The statements of one schema file: split at semicolons that end a line, comments removed. */
export function statementsOf(file: string): string[] {
  const text = readFileSync(new URL(file, folder), 'utf8').replace(/^\s*--.*$/gm, '');
  return text
    .split(/;\s*$/m)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/**
 * Brings the engine's raw tables up to this version's schema. Each statement says IF NOT EXISTS when run, so a crash
 * between the engine's step and its record here is mended by running the step again.
 */
export async function migrate(engine: Engine, accounts: Accounts, path: string): Promise<void> {
  accounts.exec('CREATE TABLE IF NOT EXISTS schema_steps (file TEXT PRIMARY KEY, done_at TEXT NOT NULL)');
  const done = new Set(
    accounts
      .prepare('SELECT file FROM schema_steps')
      .all()
      .map((row) => (row as { file: string }).file),
  );
  const known = schemaSteps();
  const foreign = [...done].filter((file) => !known.includes(file));
  if (foreign.length > 0) fail('data_newer', { path, found: foreign.join(', '), known: known.at(-1) ?? 'none' });
  for (const file of known.filter((step) => !done.has(step))) {
    for (const statement of statementsOf(file)) {
      await engine.run(schemaText(statement.replace(/^CREATE TABLE (?!IF)/, 'CREATE TABLE IF NOT EXISTS ')));
    }
    accounts.prepare('INSERT INTO schema_steps (file, done_at) VALUES (?, ?)').run(file, new Date().toISOString());
  }
}
