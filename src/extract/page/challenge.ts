/**
 * Pages that stand in place of the page: bot checks and consent walls of known shape. They prove nothing about the page's links.
 *
 * A rule needs two independent marks (a title and a part of the page's source), so that an article about such pages is none.
 */
interface Shape {
  readonly title: RegExp;
  /** Any of these in the source. */
  readonly marks: readonly string[];
}

/** Pages with more words than this say something themselves. */
const wordsMax = 400;

const shapes: readonly Shape[] = [
  { title: /^just a moment/i, marks: ['challenge-platform', '_cf_chl_opt', 'cf-chl', 'cf-browser-verification'] },
  { title: /^attention required! \| cloudflare/i, marks: ['cf-error', 'cf-wrapper', 'captcha'] },
  { title: /^please wait\.\.\. \| cloudflare/i, marks: ['cf-', 'challenge'] },
  { title: /^you are being redirected/i, marks: ['sucuri_cloudproxy'] },
  { title: /^ddos-guard$/i, marks: ['ddos-guard', 'ddg-captcha'] },
  { title: /^$/, marks: ['/_Incapsula_Resource', 'captcha-delivery.com', '/.well-known/sgcaptcha/'] },
  { title: /^access to this page has been denied/i, marks: ['px-captcha', 'perimeterx', '_pxAppId'] },
  { title: /^human verification$/i, marks: ['awsWafCookieDomainList', 'gokuProps', 'captcha'] },
  { title: /^vercel security checkpoint$/i, marks: ['vercel'] },
  { title: /^making sure you'?(?:&#39;)?re not a bot!?$/i, marks: ['anubis'] },
  {
    title: /^(?:pardon our interruption|request rejected|bot verification|robot check|are you a robot\??|captcha)/i,
    marks: ['captcha', 'distil_', 'support ID'],
  },
  { title: /^before you continue/i, marks: ['consent.google.', 'consent.youtube.'] },
  { title: /yahoo/i, marks: ['name="csrfToken"', 'consent.yahoo.com/v2/collectConsent'] },
];

export function isChallenge(html: string, title: string, words: number): boolean {
  if (words > wordsMax) return false;
  return shapes.some((shape) => shape.title.test(title) && shape.marks.some((mark) => html.includes(mark)));
}
