import { describe, expect, it } from 'vitest';
import { limits } from '../../../base/limits.ts';
import type { MonitorEvent } from '../../backend.ts';
import { digestOf } from './digest.ts';

const monitor = { id: 'mon_1', name: 'shop.example', target: 'shop.example' };

function event(kind: MonitorEvent['kind'], data: Record<string, unknown>, event_id = 1): MonitorEvent {
  return { event_id, kind, release: 4, at: '2026-11-02T00:00:00.000Z', data: { kind, ...data } };
}

function link(kind: MonitorEvent['kind'], fields: Record<string, unknown> = {}, before: unknown = null): MonitorEvent {
  const backlink = {
    source_url: 'https://a.example/',
    target_url: 'https://shop.example/',
    anchor: 'shop',
    followed: true,
    lost_reason: null,
  };
  return event(kind, { backlink: { ...backlink, ...fields }, before });
}

describe('a digest', () => {
  it('tells what is lost first, each event with its ends', () => {
    const { subject, text } = digestOf(monitor, [
      link('new'),
      link('lost', { source_url: 'https://b.example/x', lost_reason: 'removed' }),
      link('changed', { anchor: 'now' }, { anchor: 'then', followed: false }),
    ]);
    expect(subject).toBe('shop.example: 1 lost, 1 new, 1 changed');
    expect(text).toBe(`shop.example: 1 lost, 1 new, 1 changed

Backlinks of shop.example, release 4, 2026-11-02T00:00:00.000Z.

Lost (1)
https://b.example/x
  to https://shop.example/
  “shop”, followed, removed

New (1)
https://a.example/
  to https://shop.example/
  “shop”, followed

Changed (1)
https://a.example/
  to https://shop.example/
  “now”, followed, before “then”, not followed

All of it: openbacklinks monitors events mon_1. Words between quotes were written by the owners of web pages.
`);
  });

  it('counts what it does not name', () => {
    const many = Array.from({ length: limits.mailEventsNamedMax + 20 }, () => link('discovered'));
    const { subject, text, html } = digestOf(monitor, [...many, event('more', { counts: { discovered: 7_000, lost: 0 } })]);
    expect(subject).toBe('shop.example: 7,000 discovered');
    expect(text).toContain(`and ${(7_000 - limits.mailEventsNamedMax).toLocaleString('en-US')} more`);
    expect(html.match(/<li>/g)).toHaveLength(limits.mailEventsNamedMax);
  });

  it('warns of a burst, and says how things stand at the beginning', () => {
    const attack = event('burst', { new_domains: 25, domains_before: 3, commonest_anchor: 'cheap pills' });
    expect(digestOf(monitor, [attack]).subject).toBe('shop.example: many weak domains at once');
    expect(digestOf(monitor, [attack]).text).toContain(
      '25 weak domains began to link at once (3 linked before), most often with “cheap pills”',
    );
    const first = digestOf(monitor, [event('baseline', { backlinks: 2_000, domains: 40 })]);
    expect(first.subject).toBe('shop.example: how things stand');
    expect(first.text).toContain('2,000 live links from 40 domains.');
  });

  it.each([
    ['markup', '<script>alert(1)</script><img src=x onerror=alert(1)>'],
    ['attributes', `" onmouseover="alert(1)' onfocus='alert(1)`],
    ['entities', '&lt;script&gt;'],
    ['lines', 'a\r\nBcc: other@elsewhere.example\r\n\r\nbody\u2028x\u0085y'],
    ['hidden characters', 'a\u202egpj.exe\u200b\u0007\ud800b'],
    ['length', 'x'.repeat(100_000)],
  ])('takes %s of a page as text', (_, hostile) => {
    const { subject, text, html } = digestOf({ ...monitor, name: hostile, target: hostile }, [
      link('lost', { anchor: hostile, source_url: `https://a.example/${hostile}`, target_url: hostile, lost_reason: hostile }),
      event('burst', { new_domains: 20, domains_before: 1, commonest_anchor: hostile }),
    ]);
    expect(subject).not.toMatch(/[\p{Cc}\p{Cf}\u2028]/u);
    expect(subject.length).toBeLessThan(200);
    // Its own tags and no others, with no attributes but those of its links.
    const tags = new Set(html.match(/<[^>]*>/g)?.map((tag) => tag.replace(/ href="[^"<>]*"/, ' href')));
    expect(
      [...tags].filter(
        (tag) =>
          !/^<\/?(?:!doctype html|html lang="en"|html|head|meta charset="utf-8"|title|body|h1|h2|p|ul|li|br|a href rel="nofollow noreferrer"|a)>$/.test(
            tag,
          ),
      ),
    ).toEqual([]);
    expect(text.split('\n').some((line) => /^(?:Bcc|body)/.test(line))).toBe(false);
    expect(html + text.replaceAll('\n', '')).not.toMatch(/[\p{Cf}\p{Cs}\u2028]/u);
    expect(text.length).toBeLessThan(12_000);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'https://a.example/"onclick="x', ' https://a.example/ b'])(
    'makes no link of %s',
    (url) => {
      expect(digestOf(monitor, [link('new', { source_url: url, target_url: url })]).html).not.toContain('<a ');
    },
  );
});
