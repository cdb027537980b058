import { spamNameFindings } from '../../model/spam/spam-name.ts';
import { spamParts, spamPartsOf, type SpamFeatures, type SpamPart } from './spam-model.ts';

export interface SpamReason extends SpamPart {
  /** What was counted, in a sentence. */
  readonly because: string;
}

/** The parts of a domain's score that have points, most first, each with what was counted. */
export function spamReasons(domain: string, features: SpamFeatures): SpamReason[] {
  return spamPartsOf(features)
    .map((part, i) => ({
      ...part,
      points: Math.round(10 * part.points) / 10,
      because: filled(spamParts[i]?.because ?? '', domain, features),
    }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points);
}

function filled(sentence: string, domain: string, features: SpamFeatures): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'name')
      return spamNameFindings(domain)
        .map(({ because }) => because)
        .join(', ');
    return String(Math.round(features[name as keyof SpamFeatures]));
  });
}
