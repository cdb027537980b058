import { z } from 'zod';
import { fail } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import { targetOf, type Target } from '../target.ts';

const targetName = z.string().max(limits.urlCharsMax + 1);

/** An input of up to `max` targets. */
export function targetsInput(max: number) {
  return z.array(targetName).min(1).max(max);
}

export const competitorsInput = {
  competitors: targetsInput(limits.competitorsMax)
    .optional()
    .describe(`Up to ${limits.competitorsMax} competitors: domains, hosts, folders or pages`),
  competitor_domains: targetsInput(limits.competitorsMax).optional().describe('Another name for competitors'),
} as const;

/** The competitors of an input, without the target itself. Throws `invalid_input` when none is left. */
export function competitorsOf(
  input: { readonly competitors?: readonly string[] | undefined; readonly competitor_domains?: readonly string[] | undefined },
  target: Target,
): Target[] {
  const named =
    input.competitors ?? input.competitor_domains ?? fail('invalid_input', { reason: '"competitors" is missing. Name at least one.' });
  const found = differentTargets(named).filter(({ text }) => text !== target.text);
  return found.length > 0 ? found : fail('invalid_input', { reason: '"competitors" names nobody but the target.' });
}

/** Targets in the order given, each once, however it was written. Throws `invalid_target`. */
export function differentTargets(texts: readonly string[]): Target[] {
  return [...new Map(texts.map((text) => targetOf(text)).map((target) => [target.text, target])).values()];
}
