import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { urlKey } from '../model/url.ts';
import type { LinkToVerify } from '../pipeline/verify.ts';
import { ask } from '../query/ask.ts';
import { backlinkById } from '../query/evidence.ts';
import { operationNamed } from '../query/operations.ts';
import type { Backlink } from '../query/shapes.ts';
import { targetOf } from '../query/target.ts';
import { liveRelease } from '../store/releases.ts';
import type { JobInputs } from './backend.ts';
import type { Instance } from './instance.ts';

/** The links that a check is about. Throws `no_release` and what the questions throw for what it names. */
export async function linksToVerify(
  { engine, accounts }: Pick<Instance, 'engine' | 'accounts'>,
  { target, ids, links, limit }: Omit<JobInputs['verify'], 'refresh' | 'delay_seconds'>,
  signal: AbortSignal,
): Promise<LinkToVerify[]> {
  if (links !== undefined) return links.map(linkByEnds);
  const release = liveRelease(accounts) ?? fail('no_release');
  if (ids !== undefined) {
    const found: LinkToVerify[] = [];
    for (const id of new Set(ids)) found.push(linkOf((await backlinkById({ engine, accounts, release, signal }, id)).backlink));
    return found;
  }
  const found: LinkToVerify[] = [];
  const wanted = limit ?? limits.verifyLinksDefault;
  const list = operationNamed('list');
  for (let cursor: string | null = null; found.length === 0 || cursor !== null;) {
    const page = Math.min(limits.rowsPerAnswerMax, wanted - found.length);
    if (page === 0) break;
    const question = { target, state: 'all', order: 'verified_at,asc', limit: page, ...(cursor !== null && { cursor }) };
    const answer = (await ask(engine, accounts, list, question, signal)).data as { rows: Backlink[]; cursor: string | null };
    found.push(...answer.rows.map(linkOf));
    if (answer.rows.length === 0) break;
    cursor = answer.cursor;
  }
  return found;
}

export function linkOf({ id, source_url, target_url, state }: Backlink): LinkToVerify {
  return { id, source_url, target: target_url, keys: { from: urlKey(target_url) ?? target_url, to: null }, state_before: state };
}

/** Throws `invalid_input` and `invalid_target`. */
function linkByEnds({ source_url, target }: { readonly source_url: string; readonly target: string }): LinkToVerify {
  if (urlKey(source_url) === null) fail('invalid_input', { reason: `"${source_url.slice(0, 200)}" is no http(s) address of a page.` });
  const { text, from, to } = targetOf(target);
  return { id: null, source_url, target: text, keys: { from, to }, state_before: null };
}
