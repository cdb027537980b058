import { ramp } from '../../src/compute/ramp.ts';
import type { Say } from '../check.ts';
import { farmShapes, type Web } from './farms.ts';
import { NamedGraph, type NamedEdge } from './named-graph.ts';
import { areaUnderCurve, quantile, randomFrom, recallAt } from './statistics.ts';

const popularCount = 40;
const target = 'target.invalid';
const draws = 8;

/** What a farm of 200 sites adds to the authority that five honest links give, over draws of these, and to that of a site with forty. */
export async function robustness(say: Say, graph: NamedGraph, edges: readonly NamedEdge[]): Promise<void> {
  const web = webOf(graph, edges);
  say('robustness.supported_share', graph.run.circles.supportedShare, 'of the links of that crawl come from domains that others link to');
  const starts = await Promise.all(
    Array.from({ length: draws }, async (_, draw) => {
      const random = randomFrom(5 + draw);
      const honest = honestLinks(web, 5, random);
      return { honest, random, before: await NamedGraph.of(graph.names, [...edges, ...honest]) };
    }),
  );
  say(
    'robustness.five_honest_links',
    mean(starts.map(({ before }) => before.authority(target))),
    `points, the mean of ${draws} draws of them`,
  );
  const forty = honestLinks(web, 40, randomFrom(7));
  const established = (await NamedGraph.of(graph.names, [...edges, ...forty])).authority(target);
  say('robustness.forty_honest_links', established, 'points');
  for (const [shape, farm] of Object.entries(farmShapes)) {
    const [rises, inFull, plain]: [number[], number[], number[]] = [[], [], []];
    for (const { honest, random, before } of starts) {
      const all = [...edges, ...honest, ...farm(200, random, web).edges];
      const after = await NamedGraph.of(graph.names, all);
      const uncrowded = await NamedGraph.of(graph.names, all, { crowds: false });
      rises.push(after.authority(target) - before.authority(target));
      inFull.push(uncrowded.authority(target) - before.authority(target));
      plain.push(after.plainAuthority(target) - before.plainAuthority(target));
    }
    const note = `with crowds in full ${mean(inFull).toFixed(1)}, plain PageRank ${mean(plain).toFixed(1)}`;
    say(`robustness.${shape}_rise`, mean(rises), `points by 200 sites of 50 pages; ${note}`, mean(rises) < 3);
    say(
      `robustness.${shape}_rise_most`,
      quantile(rises, 1),
      `points, of ${draws} draws of the honest links; least ${quantile(rises, 0).toFixed(1)}`,
    );
    const attacked = await NamedGraph.of(graph.names, [...edges, ...forty, ...farm(200, randomFrom(11), web).edges]);
    say(`robustness.${shape}_on_forty`, attacked.authority(target) - established, 'points, to a site with forty honest links');
  }
}

function honestLinks({ linking }: Web, count: number, random: () => number): NamedEdge[] {
  return [...new Set(Array.from({ length: 4 * count }, () => linking[Math.floor(random() * linking.length)] ?? ''))]
    .slice(0, count)
    .map((source) => [source, target, 1]);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** What else could tell a farm's target, alone, of domains with at least `peerLinks` referring domains: higher for a worse one. */
const single = {
  growth: {
    of: (graph: NamedGraph, name: string) => -graph.growth(name),
    flags: (value: number) => value >= -1.1,
    means: 'grow by a tenth or less',
  },
  spam_mass: {
    of: (graph: NamedGraph, name: string) => graph.spamMass(name),
    flags: (value: number) => value >= 0.98,
    means: 'have a mass of 0.98 or more',
  },
} as const;
const peerLinks = 8;

/** Farms hidden in the graph, by link features alone, against all other domains. */
export async function hiddenFarms(say: Say, graph: NamedGraph, edges: readonly NamedEdge[]): Promise<void> {
  const random = randomFrom(6);
  const web = webOf(graph, edges);
  for (const [shape, farm] of Object.entries(farmShapes)) {
    for (const size of [10, 30, 200]) {
      const { edges: added, sites, targets } = farm(size, random, web);
      const hidden = await NamedGraph.of(graph.names, [...edges, ...added]);
      const guilty = new Set([...sites, ...targets]);
      const innocent = hidden.names.filter((name) => !guilty.has(name));
      const scores = (names: readonly string[], of: (name: string) => number): number[] => names.map(of);
      const [positives, negatives] = [
        scores([...guilty], (name) => hidden.linkSpam(name)),
        scores(innocent, (name) => hidden.linkSpam(name)),
      ];
      say(`farms.${shape}_${size}.auc`, areaUnderCurve(positives, negatives), '');
      say(`farms.${shape}_${size}.recall_at_2_percent`, recallAt(0.02, positives, negatives), '');
      if (size !== 200) continue;
      say(`farms.${shape}_${size}.innocent_at_20_or_more`, negatives.filter((score) => score >= 20).length, `of ${innocent.length} others`);
      const massed = (name: string): number =>
        hidden.linkSpam(name) + (hidden.r(name) < 2 ? 0 : 20 * ramp(hidden.spamMass(name), 0.5, 0.98));
      say(
        `farms.${shape}_${size}.auc_with_spam_mass`,
        areaUnderCurve(scores([...guilty], massed), scores(innocent, massed)),
        '20 points more by it',
      );
    }
  }
  await singleFeatures(say, graph, edges, web);
  await theHonest(say, graph, edges, web);
}

/** Targets of farms of 30 sites beside ten honest links, against the domains of the crawl that as many link to. */
async function singleFeatures(say: Say, graph: NamedGraph, edges: readonly NamedEdge[], web: Web): Promise<void> {
  const peers = graph.names.filter((name) => graph.referring(name) >= peerLinks);
  const farms = await Promise.all(
    Object.values(farmShapes).map(async (farm, i) => {
      const random = randomFrom(30 + i);
      return NamedGraph.of(graph.names, [...edges, ...honestLinks(web, 10, random), ...farm(30, random, web).edges]);
    }),
  );
  for (const [feature, { of, flags, means }] of Object.entries(single)) {
    const honest = peers.map((name) => of(graph, name));
    say(
      `features.${feature}.targets_auc`,
      areaUnderCurve(
        farms.map((farm) => of(farm, target)),
        honest,
      ),
      `alone, ${farms.length} farms of 30 sites beside ten honest links`,
    );
    say(
      `features.${feature}.honest_flagged`,
      honest.filter(flags).length,
      `of ${peers.length} domains of the crawl that ${peerLinks} or more link to ${means}`,
    );
  }
}

/** Who must not be taken for a farm: the domains of the crawl, and a chamber of commerce with its members. */
async function theHonest(say: Say, graph: NamedGraph, edges: readonly NamedEdge[], web: Web): Promise<void> {
  const honest = graph.names.map((name) => graph.linkSpam(name));
  const least = honest.filter((score) => score >= 20).length;
  say('farms.honest_at_20_or_more', least, `of ${honest.length} domains of the crawl, by link features`);
  const crowded = graph.names.filter((_, id) => (graph.run.circles.crowd[id] ?? 0) > 0);
  say('farms.honest_crowds', crowded.length, `domains of the crawl with a crowd: ${crowded.slice(0, 8).join(' ')}`);
  for (const size of [12, 40]) {
    const random = randomFrom(8);
    const draw = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? '';
    const members = Array.from({ length: size }, (_, i) => `member-${i}.invalid`);
    const chamber = 'chamber.invalid';
    const added = members.flatMap((member): NamedEdge[] => [
      [member, chamber, 0.5],
      [chamber, member, 1],
      [member, draw(web.popular), 0.5],
      [member, draw(web.popular), 0.5],
      [member, draw(web.all), 1],
    ]);
    const others = Array.from({ length: 10 }, (): NamedEdge => [draw(web.linking), chamber, 1]);
    const town = await NamedGraph.of(graph.names, [...edges, ...added, ...others]);
    say(`farms.chamber_of_${size}`, town.linkSpam(chamber), `a chamber that ${size} members and ten others link to, by link features`);
    say(
      `farms.members_of_${size}`,
      quantile(
        members.map((member) => town.linkSpam(member)),
        1,
      ),
      'the worst of its members',
    );
  }
}

function webOf(graph: NamedGraph, edges: readonly NamedEdge[]): Web {
  return {
    popular: graph.names.toSorted((a, b) => graph.referring(b) - graph.referring(a)).slice(0, popularCount),
    all: graph.names,
    linking: [...new Set(edges.map(([source]) => source))],
  };
}
