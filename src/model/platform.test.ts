import { expect, it } from 'vitest';
import { platformCodeOf, platforms } from './platform.ts';

it.each([
  ['anna.github.io', 'github_pages'],
  ['anna.blogspot.com', 'blogger'],
  ['anna.blogspot.co.uk', 'blogger'],
  ['blogspot.com', 'blogger'],
  ['medium.com', 'medium'],
  ['shop.myshopify.com', 'shopify'],
  ['github.io.example', 'unknown'],
  ['example.com', 'unknown'],
  ['notblogspot.com', 'unknown'],
])('%s is on %s', (domain, platform) => {
  expect(platforms[platformCodeOf(domain)]).toBe(platform);
});
