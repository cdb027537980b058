import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { operationNamed, operations } from '../query/operations.ts';
import { flagsOf, inputOf, takesTargets } from './operation-flags.ts';

/** The input that these arguments make for `list`. */
function inputFrom(args: readonly string[]): Record<string, unknown> {
  const list = operationNamed('list');
  const command = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  for (const flag of flagsOf(list)) command.addOption(flag);
  command.parse(args, { from: 'user' });
  return inputOf(list, 'shop.example', command.opts());
}

describe("an operation's flags", () => {
  it('are its fields, with dashes', () => {
    expect(inputFrom([])).toEqual({ target: 'shop.example' });
    expect(inputFrom(['--limit', '5', '--first-seen-from', '2026-01-01', '--anchor-contains', 'best'])).toEqual({
      target: 'shop.example',
      limit: 5,
      first_seen_from: '2026-01-01',
      anchor_contains: 'best',
    });
  });

  it('say no with --no', () => {
    expect(inputFrom(['--followed'])).toMatchObject({ followed: true });
    expect(inputFrom(['--no-followed'])).toMatchObject({ followed: false });
  });

  it('take several values with commas or repeats, where the field does', () => {
    expect(inputFrom(['--kind', 'anchor,area', '--kind', 'redirect'])).toMatchObject({ kind: ['anchor', 'area', 'redirect'] });
    expect(inputFrom(['--anchor', 'one, two'])).toMatchObject({ anchor: 'one, two' });
  });

  it('refuse what is no number, and leave the bounds to the operation', () => {
    expect(() => inputFrom(['--limit', 'many'])).toThrow('It takes a number.');
    expect(inputFrom(['--limit', '5000'])).toMatchObject({ limit: 5000 });
  });

  it.each(operations.map((operation) => [operation.name, operation] as const))('of %s are parsed into what it accepts', (_, operation) => {
    const flags = flagsOf(operation).map((flag) => flag.long);
    expect(flags).not.toContain('--target');
    // Its example has what it cannot do without beside the target.
    const given = { ...operation.example, ...inputOf(operation, takesTargets(operation) ? ['shop.example'] : 'shop.example', {}) };
    expect(operation.input.strict().safeParse(given).success).toBe(true);
    expect(new Set(flags).size).toBe(flags.length);
  });
});
