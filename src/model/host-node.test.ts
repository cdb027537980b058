import { expect, it } from 'vitest';
import { hostNodeOf, isHostNode } from './host-node.ts';
import { hostOf } from './host.ts';
import { addressOf, afterPrefix, urlOfKey } from './url.ts';

it('lies among the keys of its host, and is no page of it', () => {
  const node = hostNodeOf('blog.example.com');
  expect(node).toEqual({ href: 'http://blog.example.com/*', key: 'com,example,blog)*', host: 'blog.example.com', domain: 'example.com' });
  const { key } = hostOf('blog.example.com');
  expect(node !== null && node.key > key && node.key < afterPrefix(key)).toBe(true);
  expect(isHostNode('com,example,blog)*')).toBe(true);
  for (const url of ['http://blog.example.com/*', 'http://blog.example.com/a)*', 'http://blog.example.com/'])
    expect(isHostNode(addressOf(url)?.key ?? '')).toBe(url.endsWith(')*'));
});

it('folds www as pages do, and is shown as the folder of all pages', () => {
  expect(hostNodeOf('www.example.com')?.key).toBe('com,example)*');
  expect(urlOfKey('com,example)*', { https: false, www: true })).toBe('http://www.example.com/*');
});

it.each([
  '',
  'localhost',
  'a b.example',
  'example.com/a',
  'example.com:80',
  'user@example.com',
  '*.example.com',
  'exa%6Dple.com',
  '.',
  '.ca',
  'shop.example&hellip',
  'shop.example(shop',
])('refuses %j', (name) => expect(hostNodeOf(name)).toBeNull());
