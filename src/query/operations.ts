import { fail } from '../base/errors.ts';
import { didYouMean } from '../base/nearest.ts';
import { anchors } from './anchors.ts';
import { anchorsProfile } from './anchors-profile.ts';
import { audit } from './audit.ts';
import { breakdown } from './breakdown.ts';
import { bulk } from './bulk.ts';
import { compare } from './compare.ts';
import { authority } from './authority.ts';
import { competitors } from './competitors.ts';
import { disavow } from './disavow.ts';
import { followValue } from './follow-value.ts';
import { gap } from './gap.ts';
import { intersection } from './intersection.ts';
import { history } from './history.ts';
import { link } from './link.ts';
import { list } from './list.ts';
import { newLost } from './new-lost.ts';
import { neededOperation } from './needed.ts';
import type { Operation } from './operation.ts';
import { outgoing } from './outgoing.ts';
import { pages } from './pages.ts';
import { redirects } from './redirects.ts';
import { referringDomains } from './referring-domains.ts';
import { sources } from './sources.ts';
import { spam } from './spam.ts';
import { referringNetworks } from './referring-networks.ts';
import { referringPages } from './referring-pages.ts';
import { summary } from './summary.ts';
import { topicsOperation as topics } from './topics.ts';
import { verdicts } from './verdicts.ts';

/** Every question, in the order in which lists and documents show them. */
export const operations: readonly Operation[] = [
  summary,
  breakdown,
  sources,
  list,
  referringDomains,
  referringPages,
  referringNetworks,
  anchors,
  anchorsProfile,
  history,
  newLost,
  link,
  pages,
  outgoing,
  redirects,
  gap,
  competitors,
  intersection,
  compare,
  neededOperation,
  bulk,
  followValue,
  audit,
  verdicts,
  authority,
  spam,
  topics,
  disavow,
];

/** `backlinks` is what the command line's users type for `list`. */
const alsoCalled: Readonly<Record<string, string>> = { backlinks: 'list', referring_domains: 'referring-domains' };

/** Throws `unknown_operation`, naming the nearest one. */
export function operationNamed(name: string): Operation {
  const found = operations.find((operation) => operation.name === (alsoCalled[name] ?? name));
  if (found !== undefined) return found;
  return fail('unknown_operation', {
    name: name.slice(0, 100),
    suggestion: didYouMean(
      name,
      operations.map((operation) => operation.name),
    ),
  });
}
