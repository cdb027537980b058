import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { limits } from '../base/limits.ts';
import type { Operation } from '../query/operation.ts';
import { operations } from '../query/operations.ts';
import { questionTools } from './tools.ts';

/** What every tool takes beside its question's own. */
const controls = {
  dry_run: { type: 'boolean', description: 'Tell price and rows, ask nothing' },
  max_credits: { type: 'number', description: 'Refuse to cost more' },
};

function question(name: string, tool: string, input: z.ZodObject): Operation {
  const common = {
    summary: name,
    description: `What ${name} tells`,
    output: z.object({}),
    units: { base: 1 },
    idempotent: true,
    example: {},
  };
  return { ...common, name, tool, input, run: async () => ({}) };
}

describe('tools', () => {
  test('hold every operation once', () => {
    const tools = questionTools(operations);
    expect(tools.map(({ name }) => name)).toEqual([...new Set(operations.map(({ tool }) => tool))]);
    for (const operation of operations) {
      const tool = tools.find(({ name }) => name === operation.tool);
      const all = operations.filter((other) => other.tool === operation.tool);
      const about = all.every(({ input }) => 'target' in input.shape) ? ['target'] : [];
      expect(tool?.inputSchema).toMatchObject({ type: 'object', required: expect.arrayContaining(about) });
    }
  });

  test('ask for the question only where there are several', () => {
    const target = { target: z.string().optional() };
    const [single, several] = questionTools([
      question('one', 'alone', z.object(target)),
      question('left', 'both', z.object({ ...target, depth: z.int().min(1) })),
      question('right', 'both', z.object({ ...target, colour: z.enum(['red', 'blue']) })),
    ]);
    expect(single?.inputSchema).toEqual({
      type: 'object',
      properties: { target: { type: 'string' }, ...controls },
      required: ['target'],
      additionalProperties: false,
    });
    expect(several?.inputSchema).toEqual({
      type: 'object',
      properties: {
        question: { enum: ['left', 'right'], default: 'left' },
        target: { type: 'string' },
        depth: { type: 'integer', minimum: 1 },
        colour: { enum: ['red', 'blue'] },
        dry_run: { type: 'boolean' },
        max_credits: { type: 'number' },
      },
      required: ['target'],
      additionalProperties: false,
    });
    expect(several?.resolve({ question: 'right', target: 'a.example' })).toMatchObject({
      operation: { name: 'right' },
      input: { target: 'a.example' },
    });
    expect(several?.resolve({ target: 'a.example' }).operation.name).toBe('left');
    expect(() => several?.resolve({ question: 'up' })).toThrow(/left, right/);
    expect(single?.resolve({ question: 'up' }).input).toEqual({ question: 'up' });
  });

  test('take one or several values as a list, and hide what a model does not need', () => {
    const [tool] = questionTools([
      question(
        'one',
        'alone',
        z.object({
          target: z.string().max(9),
          domain: z.string(),
          kind: z.union([z.enum(['a', 'b']), z.array(z.enum(['a', 'b'])).min(1)]),
          limit: z.int().default(100),
        }),
      ),
    ]);
    expect(tool?.inputSchema.properties).toEqual({
      target: { type: 'string' },
      kind: { type: 'array', items: { enum: ['a', 'b'] } },
      limit: { type: 'integer', default: limits.mcpRowsDefault },
      ...controls,
    });
  });
});
