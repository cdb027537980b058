/**
 * How well the features of a name divide domains of spam lists from small personal sites and the top of the web: as shipped, and fitted anew in five
 * folds grouped by the first six letters of the name, so that a family of names (`seo-links-1`, `seo-links-2`) lies in one fold.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { hostOf } from '../../src/model/host.ts';
import { spamNamePoints, spamNameRules } from '../../src/model/spam/spam-name.ts';
import type { Say } from '../check.ts';
import { areaUnderCurve, recallAt } from './statistics.ts';

const folds = 5;

export function spamNames(say: Say, dataDir: string): void {
  const { spam, clean } = labelled(dataDir);
  say('names.spam_domains', spam.length, 'domains of a disavow file and a referrer spam list');
  say('names.clean_domains', clean.length, 'domains of small personal sites and of the top 1,000');
  const points = (domains: readonly string[]): number[] => domains.map(spamNamePoints);
  const [positives, negatives] = [points(spam), points(clean)];
  say('names.auc_as_shipped', areaUnderCurve(positives, negatives), '');
  say('names.recall_at_2_percent_as_shipped', recallAt(0.02, positives, negatives), '');
  const scored = crossValidated(spam, clean);
  say('names.auc_grouped_cross_validation', areaUnderCurve(scored.spam, scored.clean), '');
  say('names.recall_at_2_percent_grouped_cross_validation', recallAt(0.02, scored.spam, scored.clean), '');
  const guilty = negatives.filter((score) => score >= 20).length;
  say('names.clean_at_20_or_more', guilty, 'clean domains that their name alone calls spam', guilty === 0);
}

function labelled(dataDir: string): { spam: string[]; clean: string[] } {
  const lines = (file: string): string[] => {
    const bytes = readFileSync(join(dataDir, file));
    return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').split('\n');
  };
  const domainsOf = (hosts: readonly string[]): Set<string> =>
    new Set(hosts.filter((host) => /^[^\s/:]+\.[^\s/:]+$/.test(host)).map((host) => hostOf(host.toLowerCase()).domain));
  const spam = domainsOf([
    ...lines('spam/disavow-links.txt').flatMap((line) => (line.startsWith('domain:') ? [line.slice('domain:'.length).trim()] : [])),
    ...lines('spam/spammers.txt').map((line) => line.trim()),
  ]);
  const ranks: { rows: string[][] } = JSON.parse(lines('ranks/domain-cc-main-2026-apr-may-jun.json').join('\n'));
  const clean = domainsOf([
    ...lines('smallweb/smallweb.txt.gz').flatMap((line) => (URL.canParse(line) ? [new URL(line).hostname] : [])),
    ...ranks.rows.map((row) => (row[4] ?? '').split('.').toReversed().join('.')),
  ]);
  // Who is in both is in neither.
  return { spam: [...spam].filter((domain) => !clean.has(domain)), clean: [...clean].filter((domain) => !spam.has(domain)) };
}

function crossValidated(spam: readonly string[], clean: readonly string[]): { spam: number[]; clean: number[] } {
  const rows = [...spam.map((domain) => rowOf(domain, 1)), ...clean.map((domain) => rowOf(domain, 0))];
  const models = Array.from({ length: folds }, (_, fold) => fitted(rows.filter((row) => row.fold !== fold)));
  const score = ({ features, fold }: Row): number => features.reduce((sum, feature) => sum + (models[fold]?.[feature] ?? 0), 0);
  return { spam: rows.filter(({ label }) => label === 1).map(score), clean: rows.filter(({ label }) => label === 0).map(score) };
}

interface Row {
  /** Places of the rules that hold. */
  readonly features: readonly number[];
  readonly label: 0 | 1;
  readonly fold: number;
}

const rules = spamNameRules.map(({ of, pattern }) => ({ of, test: new RegExp(pattern) }));

function rowOf(domain: string, label: 0 | 1): Row {
  const [name = ''] = domain.split('.');
  const stem = name.replaceAll(/[^a-z]/g, '').slice(0, 6);
  const hash = Array.from(stem).reduce((sum, letter) => (31 * sum + letter.charCodeAt(0)) % 9_973, 7);
  const chosen = name.startsWith('xn--') ? '' : name;
  return {
    features: rules.flatMap(({ of, test }, i) => (test.test(of === 'name' ? chosen : domain) ? [i] : [])),
    label,
    fold: hash % folds,
  };
}

/** L2-logistic weights of at least 0, both classes weighing the same, by projected gradient descent. */
function fitted(rows: readonly Row[]): number[] {
  const spam = rows.filter(({ label }) => label === 1).length;
  const weightOf = (label: 0 | 1): number => (0.5 * rows.length) / (label === 1 ? spam : rows.length - spam);
  const weights = rules.map(() => 0);
  let bias = 0;
  for (let step = 0; step < 300; step++) {
    const slope = weights.map((weight) => (5 * weight) / rows.length);
    let biasSlope = 0;
    for (const { features, label } of rows) {
      const logit = features.reduce((sum, feature) => sum + (weights[feature] ?? 0), bias);
      const error = (weightOf(label) * (1 / (1 + Math.exp(-logit)) - label)) / rows.length;
      biasSlope += error;
      for (const feature of features) slope[feature] = (slope[feature] ?? 0) + error;
    }
    for (const [i, own] of slope.entries()) weights[i] = Math.max(0, (weights[i] ?? 0) - 2 * own);
    bias -= 2 * biasSlope;
  }
  return weights;
}
