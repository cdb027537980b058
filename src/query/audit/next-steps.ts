/**
 * What to do next, most useful first: each step with what it rests on and a gain. A gain is the authority of the domain that a step is about
 * times how much of it the step may bring, by `worth`: an order, no forecast.
 */
import type { VerdictWord } from '../../model/verdict.ts';
import type { Backlink } from '../shapes.ts';

export interface NextStep {
  readonly kind: keyof typeof worth;
  /** A sentence with what to do. */
  readonly step: string;
  /** The domain or address that it is about; null: the site as a whole. */
  readonly subject: string | null;
  readonly gain: number;
}

/** What an audit has found out before it says what to do. */
export interface Findings {
  readonly looked: boolean;
  readonly toxicShare: number | null;
  readonly backlinks: number;
  readonly brokenBacklinks: number | null;
  /** Pages that are gone, most live links first. */
  readonly broken: readonly {
    readonly url: string;
    readonly http_status: number | null;
    readonly backlinks: number;
    readonly referring_domains: number;
  }[];
  readonly lost: readonly Backlink[];
  readonly gap: readonly {
    readonly domain: string;
    readonly domain_authority: number;
    readonly accept: number;
    readonly competitors: number;
    readonly submission_url: string | null;
    readonly contact_url: string | null;
    readonly verdict: VerdictWord | null;
  }[];
  readonly notFollowed: readonly { readonly domain: string; readonly domain_authority: number }[];
  readonly topAnchor: { readonly anchor: string; readonly share: number; readonly class: string } | null;
  readonly competitorsNamed: boolean;
}

const worth = {
  look_further: 1,
  mend_page: 1,
  mend_pages: 1,
  win_back: 0.9,
  ask_for_link: 0.6,
  ask_to_follow: 0.3,
  vary_anchors: 0.5,
  review_toxic: 0.5,
  find_new_page: 0.2,
  name_competitors: 0.05,
} as const;

/** Steps of one audit. */
const stepsMax = 10;
/** An exact or partial anchor on so large a share of the referring domains looks made. */
const anchorShareMax = 0.3;

export function nextSteps(found: Findings): NextStep[] {
  const steps = [
    ...site(found),
    ...found.broken.map((page) => ofBroken(page, found.backlinks)),
    // What the owner has dealt with already is no next step.
    ...found.lost.filter(({ verdict }) => verdict === null || verdict === 'ok').map(ofLost),
    ...found.gap.filter(({ verdict }) => verdict === null || verdict === 'ok').map(ofGap),
    ...found.notFollowed.map(ofNotFollowed),
  ];
  return steps
    .filter(({ gain }) => gain > 0)
    .sort((a, b) => b.gain - a.gain || (a.step < b.step ? -1 : 1))
    .slice(0, stepsMax);
}

function site({ looked, toxicShare, backlinks, brokenBacklinks, broken, topAnchor, competitorsNamed }: Findings): NextStep[] {
  const steps: NextStep[] = [];
  const others = (brokenBacklinks ?? 0) - broken.reduce((sum, page) => sum + page.backlinks, 0);
  if (!looked)
    steps.push(step('look_further', 100, null, 'Ingest archives of other sites: nothing that could link here was captured yet.'));
  if (others > 0)
    steps.push(
      step(
        'mend_pages',
        (100 * others) / Math.max(1, backlinks),
        null,
        `Bring back or redirect ${broken.length === 0 ? 'pages' : 'the other pages'} that are gone: ${others} live links lead to them.`,
      ),
    );
  if (toxicShare !== null && toxicShare > 0)
    steps.push(
      step(
        'review_toxic',
        100 * toxicShare,
        null,
        `Look through the ${Math.ceil(100 * toxicShare)} % of referring domains that look like spam, and say verdicts of them.`,
      ),
    );
  if (topAnchor !== null && topAnchor.share > anchorShareMax && ['exact', 'partial'].includes(topAnchor.class))
    steps.push(
      step(
        'vary_anchors',
        100 * topAnchor.share,
        null,
        `Ask for links by your name: "${topAnchor.anchor}" stands in the links of ${Math.round(100 * topAnchor.share)} % of the referring domains.`,
      ),
    );
  if (!competitorsNamed)
    steps.push(step('name_competitors', 10, null, 'Name your competitors: these were guessed from the domains that you share.'));
  return steps;
}

function ofBroken({ url, http_status, backlinks, referring_domains }: Findings['broken'][number], all: number): NextStep {
  const links = `${backlinks} live ${backlinks === 1 ? 'link' : 'links'} from ${referring_domains} ${referring_domains === 1 ? 'domain' : 'domains'}`;
  return step(
    'mend_page',
    (100 * backlinks) / Math.max(1, all),
    url,
    `Bring back or redirect ${url}, which ${http_status === null ? 'is gone' : `answers ${http_status}`}: ${links} lead to it.`,
  );
}

function ofLost(link: Backlink): NextStep {
  if (link.lost_reason === 'removed')
    return step(
      'win_back',
      link.domain_authority,
      link.source_domain,
      `Ask why the link was taken from ${link.source_url} (last seen ${link.last_seen.slice(0, 10)}).`,
    );
  return step(
    'find_new_page',
    link.domain_authority,
    link.source_domain,
    `Look for the successor of ${link.source_url}, which is ${link.lost_reason === 'redirected' ? 'redirected' : 'gone'}, and ask for the link there.`,
  );
}

function ofGap({ domain, domain_authority, accept, competitors, submission_url, contact_url }: Findings['gap'][number]): NextStep {
  const where = submission_url ?? contact_url;
  const how = where === null ? '' : ` (${where})`;
  return step(
    'ask_for_link',
    domain_authority * accept,
    domain,
    `Ask ${domain} for a link${how}: it links to ${competitors} of your competitors.`,
  );
}

function ofNotFollowed({ domain, domain_authority }: Findings['notFollowed'][number]): NextStep {
  return step('ask_to_follow', domain_authority, domain, `Ask ${domain} whether its links must be nofollow.`);
}

function step(kind: NextStep['kind'], of: number, subject: string | null, text: string): NextStep {
  return { kind, step: text, subject, gain: Math.round(10 * of * worth[kind]) / 10 };
}
