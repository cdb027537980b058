import { describe, expect, it } from 'vitest';
import { isChallenge } from './challenge.ts';

describe('a challenge', () => {
  it.each([
    ['Just a moment...', '<script>(function(){window._cf_chl_opt={};})()</script>'],
    ['Attention Required! | Cloudflare', '<div class="cf-wrapper">'],
    ['DDoS-Guard', '<script src="/.well-known/ddos-guard/check">'],
    ['You are being redirected...', '<script>sucuri_cloudproxy_js=""</script>'],
    ['', '<iframe src="/_Incapsula_Resource?x">'],
    ['', "<script data-cfasync=false>var dd={'host':'geo.captcha-delivery.com'}</script>"],
    ['Access to this page has been denied.', '<div id="px-captcha">'],
    ['Human Verification', '<script>window.gokuProps={}</script>'],
    ['Vercel Security Checkpoint', '<p>vercel</p>'],
    ["Making sure you're not a bot!", '<script id="anubis_version">'],
    ['Robot Check', '<form action="/errors/validateCaptcha"><img src="captcha.jpg">'],
    ['Before you continue to YouTube', '<form action="https://consent.youtube.com/save">'],
  ])('is known by its title and its source: %s', (title, source) => {
    expect(isChallenge(source, title, 20)).toBe(true);
    expect(isChallenge(source, 'Our bakery', 20)).toBe(false);
    expect(isChallenge('<p>a page</p>', title, 20)).toBe(false);
    expect(isChallenge(source, title, 5_000)).toBe(false);
  });
});
