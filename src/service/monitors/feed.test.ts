import { describe, expect, it } from 'vitest';
import { Parser } from 'htmlparser2';
import type { MonitorEvent } from '../backend.ts';
import { atomOf, feedOf, feedToken, isFeedToken } from './feed.ts';
import type { MonitorRow } from './monitor-store.ts';

const monitor = { id: 'mon_1', name: 'shop', target: 'shop.example', created_at: '2026-01-01T00:00:00.000Z' } as MonitorRow;

function lost(event_id: number, fields: Record<string, unknown> = {}): MonitorEvent {
  const backlink = {
    source_url: 'https://a.example/x',
    target_url: 'https://shop.example/',
    anchor: 'shop',
    followed: true,
    lost_reason: 'removed',
  };
  return {
    event_id,
    kind: 'lost',
    release: 2,
    at: '2026-11-02T00:00:00.000Z',
    data: { backlink: { ...backlink, ...fields }, before: null },
  };
}

/** Texts by the path of their elements; links by their `href`. */
function readXml(xml: string): string[] {
  const [path, found]: [string[], string[]] = [[], []];
  const parser = new Parser(
    {
      onopentag: (name, { href, term }) => {
        path.push(name);
        if (href !== undefined) found.push(`${path.join('/')}@href ${href}`);
        if (term !== undefined) found.push(`${path.join('/')}@term ${term}`);
      },
      ontext: (text) => void (text.trim() !== '' && found.push(`${path.join('/')} ${text}`)),
      onclosetag: () => void path.pop(),
    },
    { xmlMode: true, decodeEntities: false },
  );
  parser.end(xml);
  expect(path).toEqual([]);
  return found;
}

describe('a feed', () => {
  it('tells each event once, under a name that stays', () => {
    const feed = feedOf(monitor, [
      lost(2),
      { ...lost(1), kind: 'burst', data: { new_domains: 20, domains_before: 4, commonest_anchor: 'x' } },
    ]);
    expect(feed).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'Backlinks of shop.example',
      updated: '2026-11-02T00:00:00.000Z',
    });
    expect(feed.items).toMatchObject([
      {
        url: 'https://a.example/x',
        title: 'Lost: https://a.example/x',
        content_text: 'To https://shop.example/: “shop”, followed, removed',
        tags: ['lost'],
      },
      { title: 'Many weak domains at once', tags: ['burst'] },
    ]);
    const ids = [feed.id, ...feed.items.map(({ id }) => id)];
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(feedOf(monitor, [lost(2)]).items[0]?.id).toBe(feed.items[0]?.id);
    expect(feedOf({ ...monitor, id: 'mon_2' }, [lost(2)]).items[0]?.id).not.toBe(feed.items[0]?.id);
  });

  it('is Atom with what RFC 4287 asks of a feed and an entry', () => {
    expect(readXml(atomOf(feedOf(monitor, [lost(2)]))).map((line) => line.replace(/urn:uuid:\S+/, 'ID'))).toEqual([
      'feed/id ID',
      'feed/title Backlinks of shop.example',
      'feed/subtitle What the monitor shop saw',
      'feed/updated 2026-11-02T00:00:00.000Z',
      'feed/author/name OpenBacklinks',
      'feed/entry/id ID',
      'feed/entry/title Lost: https://a.example/x',
      'feed/entry/updated 2026-11-02T00:00:00.000Z',
      'feed/entry/link@href https://a.example/x',
      'feed/entry/category@term lost',
      'feed/entry/content To https://shop.example/: “shop”, followed, removed',
    ]);
    expect(readXml(atomOf(feedOf(monitor, [])))).toContain('feed/updated 2026-01-01T00:00:00.000Z');
  });

  it.each(['<b>&amp;</b>', ']]>', '"><script>', '\u0000\u0008\ufffe\ud800', '<!DOCTYPE x [<!ENTITY y "z">]>&y;'])(
    'takes %j of a page as text',
    (hostile) => {
      const xml = atomOf(
        feedOf({ ...monitor, name: hostile, target: hostile }, [
          lost(1, { anchor: hostile, source_url: hostile, target_url: `https://a.example/${hostile}` }),
        ]),
      );
      const clean = atomOf(feedOf(monitor, [lost(1)]));
      const elements = (text: string): string[] => text.match(/<\/?[a-z?!][^\s>]*/gi)?.filter((tag) => !tag.startsWith('<link')) ?? [];
      expect(elements(xml)).toEqual(elements(clean));
      expect(xml).not.toMatch(/[^\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
    },
  );

  it('is opened by its own token alone', () => {
    const token = feedToken('whsec_a');
    expect(token).toMatch(/^[\w-]{32}$/);
    expect([
      isFeedToken('whsec_a', token),
      isFeedToken('whsec_b', token),
      isFeedToken('whsec_a', ''),
      isFeedToken('whsec_a', `${token}x`),
    ]).toEqual([true, false, false, false]);
  });
});
