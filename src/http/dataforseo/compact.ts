import type { TaskAnswer } from './envelope.ts';

/** Fields that say where on a page something stood, which the short answers leave out. */
const leftOut = new Set(['position', 'xpath']);

/**
 * The answer of a path that ends in `.ai`, for models that pay for each word: no envelope but id and status, a single result's plain fields
 * beside its `items` (itself, where it has none), without what is null, false or empty, and numbers with three decimals at most.
 */
export function compactAnswer({ id, status_code, status_message, result }: TaskAnswer): Record<string, unknown> {
  const head = { id, status_code, status_message };
  if (result === null) return { ...head, items: [] };
  const [only] = result;
  if (result.length !== 1 || typeof only !== 'object' || only === null) return { ...head, items: result.map(compact) };
  const whole = compact(only) as Record<string, unknown>;
  const plain = Object.fromEntries(Object.entries(whole).filter(([, value]) => typeof value !== 'object'));
  return { ...head, ...plain, items: 'items' in only ? (whole['items'] ?? []) : [whole] };
}

function compact(value: unknown): unknown {
  if (typeof value === 'number') return Math.round(value * 1000) / 1000;
  if (Array.isArray(value)) return value.map(compact).filter((item) => !isNothing(item));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value)
    .filter(([name]) => !leftOut.has(name))
    .map(([name, inner]) => [name, compact(inner)] as const)
    .filter(([, inner]) => !isNothing(inner));
  return Object.fromEntries(kept);
}

function isNothing(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
