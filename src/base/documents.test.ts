import { expect, it } from 'vitest';
import { documents } from './documents.ts';

it('are the pages of docs, those at the top first, by their headings', () => {
  const found = documents();
  const names = found.map(({ name }) => name);
  expect(names).toContain('guide');
  expect(names).toContain('errors/usage');
  expect(names.findIndex((name) => name.includes('/'))).toBeGreaterThan(names.indexOf('guide'));
  expect(found.every(({ title, text }) => text.includes(`# ${title}`))).toBe(true);
});
