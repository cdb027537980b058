import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Damage } from '../model/record.ts';
import { edgesAt, edgesOf, type DatedEdge } from './edge-list.ts';

const folder = mkdtempSync(join(tmpdir(), 'openbacklinks-edges-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(text: string): { edges: DatedEdge[]; damages: Damage[]; path: string } {
  const path = join(folder, 'edges.tsv');
  writeFileSync(path, text);
  const damages: Damage[] = [];
  return { edges: [...edgesOf(path, (damage) => damages.push(damage))], damages, path };
}

function shown({ at, source, target, links, collection }: DatedEdge): unknown[] {
  return [new Date(at * 1000).toISOString().slice(0, 10), source.key, target?.key, links, collection];
}

describe('a list of edges', () => {
  it('finds its columns by their names, in any order', () => {
    const { edges } = read('collection\tcrawl_date\tsource_host\ttarget_host\tlinks\nparties\t20071016\tWWW.A.example\tb.example\t12\n');
    expect(edges.map(shown)).toEqual([['2007-10-16', 'example,a)*', 'example,b)*', 12, 'parties']]);
  });

  it('without names takes date, source, target, links, collection; the last two may be absent', () => {
    const { edges } = read('2020-01-31,a.example,b.example\n2020-02-29T10:00:00Z,a.example,c.example,3,spring\n');
    expect(edges.map(shown)).toEqual([
      ['2020-01-31', 'example,a)*', 'example,b)*', 1, ''],
      ['2020-02-29', 'example,a)*', 'example,c)*', 3, 'spring'],
    ]);
  });

  it('tells each row that it cannot read, by its place, and goes on', () => {
    const { edges, damages } = read(
      'date\tsource\ttarget\tlinks\n2020-13-01\ta.example\tb.example\t1\n2020-01-01\tnot a host\tb.example\t1\n\n' +
        '2020-01-01\ta.example\tb.example\tmany\n2020-01-01\ta.example\tb.example\t2\n',
    );
    expect(edges).toHaveLength(1);
    expect(damages).toEqual([
      { offset: 25, reason: '"2020-13-01" is no date' },
      { offset: 58, reason: '"not a host" is no host' },
      { offset: 93, reason: '"many" is no number of links' },
    ]);
  });

  it('gives a row whose target is no host without it: its source was captured', () => {
    const { edges, damages } = read('date\tsource\ttarget\n2020-01-01\ta.example\tjavascript\n');
    expect(edges.map(({ source, target }) => [source.host, target])).toEqual([['a.example', null]]);
    expect(damages).toEqual([{ offset: 19, reason: '"javascript" is no host' }]);
  });

  it('gives the rows of a part of the file again', () => {
    const { edges, path } = read(
      'date\tsource\ttarget\n2020-01-01\ta.example\tb.example\n2020-01-02\ta.example\tc.example\n2020-01-03\ta.example\td.example\n',
    );
    const [, second, third] = edges;
    if (second === undefined || third === undefined) throw new Error('rows are missing');
    expect(edgesAt(path, second.offset, third.offset + third.length - second.offset)).toEqual([second, third]);
  });

  it.each(['', 'some words in a file\nand more', 'a.example\tb.example\n'])('refuses %j as no such list', (text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'not_a_table' }));
  });
});
