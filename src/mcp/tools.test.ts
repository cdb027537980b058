import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { limits } from '../base/limits.ts';
import type { Operation } from '../query/operation.ts';
import { operations } from '../query/operations.ts';
import { questionTools } from './tools.ts';

const targetShown = { type: 'string', pattern: String.raw`^\S+$` };
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
      properties: { target: targetShown, ...controls },
      required: ['target'],
      additionalProperties: false,
    });
    expect(several?.inputSchema).toEqual({
      type: 'object',
      properties: {
        question: { enum: ['left', 'right'] },
        target: targetShown,
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

  test('require what each question needs, and on the condition of a question what only that one does', () => {
    const [tool] = questionTools([
      {
        ...question('first', 'both', z.object({ target: z.string(), rivals: z.array(z.string()).optional() })),
        needs: ['target', 'rivals'],
      },
      question('second', 'both', z.object({ target: z.string() })),
      question('third', 'both', z.object({ targets: z.array(z.string()) })),
    ]);
    const { required, if: first, else: others, ...rest } = tool?.inputSchema ?? {};
    expect({ required, first, others: JSON.stringify(others), rest: JSON.stringify(rest) }).toEqual({
      required: [],
      first: { properties: { question: { enum: ['first'] } } },
      others: '{"if":{"properties":{"question":{"enum":["second"]}}},"then":{"required":["target"]},"else":{"required":["targets"]}}',
      rest: expect.stringContaining('"then":{"required":["target","rivals"]}') as string,
    });
  });

  test('say of a field in each tool what its values must be, and in the first what it means', () => {
    const kept = { side: z.enum(['live', 'lost']).default('live').describe('Of the link') };
    const [one, other] = questionTools([question('one', 'first', z.object(kept)), question('other', 'second', z.object(kept))]);
    const properties = (schema: unknown): object => (schema as { properties: Record<string, object> }).properties['side'] ?? {};
    expect(properties(one?.inputSchema)).toEqual({ enum: ['live', 'lost'], default: 'live', description: 'Of the link' });
    expect(properties(other?.inputSchema)).toEqual({ enum: ['live', 'lost'] });
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
      target: targetShown,
      kind: { type: 'array', items: { enum: ['a', 'b'] } },
      limit: { type: 'integer', default: limits.mcpRowsDefault, maximum: limits.rowsPerAnswerMax },
      ...controls,
    });
  });
});
