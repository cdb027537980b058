import { expect, it } from 'vitest';
import { sourceClasses, sourceClassOf, sourceClassRules } from './source-class.ts';

it.each([
  ['facebook.com', 'social'],
  ['notfacebook.com', null],
  ['whitehouse.gov', 'government'],
  ['service.gov.uk', 'government'],
  ['cityofportland.com', 'government'],
  ['stanford.edu', 'school'],
  ['ox.ac.uk', 'school'],
  ['riverside-chamber.example', 'chamber'],
  ['python-forum.example', 'forum'],
  ['yelp.com', 'directory'],
  ['townlistings.example', 'directory'],
  ['riverside-gazette.example', 'news'],
  ['daily.example', 'news'],
  ['rotary.example', 'association'],
  ['jazz-festival.example', 'event'],
  ['flower-shop.example', 'shop'],
  ['anna.blogspot.com', 'blog'],
  ['annasblog.example', 'blog'],
  ['riverside-plumbing.example', null],
])('%s is of the class %s', (domain, expected) => {
  expect(sourceClassOf(domain)).toBe(expected);
});

it('every rule has a class of the list, a reason, and a pattern without what RE2 lacks', () => {
  for (const rule of sourceClassRules) {
    expect(sourceClasses).toContain(rule.class);
    expect(rule.because).not.toBe('');
    expect(rule.pattern).not.toMatch(/\(\?[=!<]|\\\d/);
  }
});
