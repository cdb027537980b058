import { expect, it } from 'vitest';
import { contactPage, submissionPage } from './contact-page.ts';
import { urlKey } from './url.ts';

function matches(pattern: string, url: string): boolean {
  return new RegExp(pattern.replace('(?i)', ''), 'i').test(urlKey(url) ?? '');
}

it.each([
  'https://a.example/contact',
  'https://a.example/contact/',
  'https://a.example/en/Contact-Us.html',
  'https://a.example:8080/kontakt?lang=de',
  'https://www.a.example/about/nous-contacter',
])('%s is for contact', (url) => expect(matches(contactPage, url)).toBe(true));

it.each([
  'https://contact.example/',
  'https://a.example/contact-lenses',
  'https://a.example/search?q=/contact',
  'https://a.example/news/contact-tracing-ends',
])('%s is not', (url) => expect(matches(contactPage, url)).toBe(false));

it.each([
  'https://a.example/write-for-us',
  'https://a.example/add-your-business/',
  'https://a.example/add-listing.php',
  'https://a.example/directory/submit-a-site',
  'https://a.example/blog/guest-post-guidelines',
])('%s takes submissions', (url) => expect(matches(submissionPage, url)).toBe(true));

it.each([
  'https://a.example/submitted',
  'https://submit.example/',
  'https://a.example/list-of-companies',
  'https://a.example/advertisement',
])('%s does not', (url) => expect(matches(submissionPage, url)).toBe(false));
