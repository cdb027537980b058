import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anchorClasses, anchorClassOf } from './anchor-class.ts';
import { anchorSubject } from './subject.ts';

const plumber = anchorSubject(
  'riverside-plumbing.example',
  [
    'Riverside Plumbing Ltd',
    'Boiler repair | Riverside Plumbing Ltd',
    'How to bleed a radiator in ten minutes | Riverside Plumbing Ltd',
    'Rohrreinigung | Riverside Plumbing Ltd',
  ],
  ['/', '/services/emergency-plumber', '/guides/unblock-a-sink.html?page=2'],
);
const dentist = anchorSubject('oakdaledental.co.uk', ['Oakdale Dental: dentist in Rivertown'], []);
const unknown = anchorSubject('bp.com', [], []);

describe('an anchor of riverside-plumbing.example', () => {
  it.each([
    ['Riverside Plumbing', 'branded'],
    ['RIVERSIDE PLUMBING LTD.', 'branded'],
    ['riverside-plumbing', 'branded'],
    ['boilers by Riverside Plumbing', 'branded'],
    ['Riverside', 'branded'],
    ['riverside-plumbing.example', 'url'],
    ['https://www.riverside-plumbing.example/contact', 'url'],
    ['www.somewhere-else.example', 'url'],
    ['blog.riverside-plumbing.example/a', 'url'],
    ['click here', 'generic'],
    ['Visit our website', 'generic'],
    ['weiterlesen', 'generic'],
    ['En savoir plus', 'generic'],
    ['читать далее', 'generic'],
    ['点击这里', 'generic'],
    ['こちら', 'generic'],
    ['[2]', 'generic'],
    ['boiler repair', 'exact'],
    ['Boiler Repairs', 'exact'],
    ['rohrreinigung', 'exact'],
    ['emergency plumber', 'exact'],
    ['unblock a sink', 'exact'],
    ['cheap boiler service', 'partial'],
    ['best emergency help', 'partial'],
    ['How to bleed a radiator in ten minutes', 'partial'],
    ['online casino', 'other'],
    ['a report that mentions one boiler among many other quite unrelated things', 'other'],
    ['node.js', 'other'],
    ['', 'empty'],
    [' → ', 'empty'],
  ] as const)('%j is %s', (anchor, expected) => {
    expect(anchorClassOf(anchor, plumber)).toBe(expected);
  });
});

it('finds the name of a domain written in one piece', () => {
  expect(anchorClassOf('Oakdale Dental', dentist)).toBe('branded');
  expect(anchorClassOf('dentist in Rivertown', dentist)).toBe('exact');
  expect(anchorClassOf('dentist Rivertown', dentist)).toBe('exact');
});

it('finds a short name as a word only, and calls nothing a keyword of a target that was never captured', () => {
  expect(anchorClassOf('BP', unknown)).toBe('branded');
  expect(anchorClassOf('webpage', unknown)).toBe('generic');
  expect(anchorClassOf('a subpart', unknown)).toBe('other');
  expect(anchorClassOf('petrol', unknown)).toBe('other');
});

it('accents and case do not matter', () => {
  const cafe = anchorSubject('cafe-muenchen.example', ['Café – Kuchen & Törtchen'], []);
  expect(anchorClassOf('KUCHEN TORTCHEN', cafe)).toBe('exact');
});

it('any text has one class', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string(), { maxLength: 4 }), (anchor, titles) => {
      expect(anchorClasses).toContain(anchorClassOf(anchor, anchorSubject('example.com', titles, titles)));
    }),
    { seed: 5 },
  );
});
