/** An attack: before the third crawl, half a hundred hacked and throwaway sites began to link to an honest dentist with the words of casinos. */
import { Random } from '../random.ts';
import type { Month } from '../months.ts';
import { answering, item, paragraph, type Page, type Site } from '../site.ts';
import { rentedServer } from './addresses.ts';

export const attackedDomain = 'oakdaledental.example';
const attackMonth: Month = 2;
export const attackSites = 48;

interface Tongue {
  readonly language: string;
  readonly anchors: readonly string[];
  readonly lines: readonly string[];
}

const tongues: readonly Tongue[] = [
  {
    language: 'ru',
    anchors: ['казино онлайн', 'играть в слоты', 'бонус без депозита', 'вулкан казино'],
    lines: [
      'Лучшие игровые автоматы с быстрым выводом средств.',
      'Получите бонус за регистрацию прямо сейчас.',
      'Играйте бесплатно и без регистрации.',
    ],
  },
  {
    language: 'id',
    anchors: ['slot gacor hari ini', 'situs judi online', 'daftar slot', 'bandar togel'],
    lines: [
      'Daftar sekarang dan dapatkan bonus deposit pertama.',
      'Situs terpercaya dengan kemenangan setiap hari.',
      'Main slot gampang menang malam ini.',
    ],
  },
  {
    language: 'zh',
    anchors: ['在线赌场', '老虎机', '彩票投注', '真人百家乐'],
    lines: ['注册即送彩金，提款快速。', '最受欢迎的在线娱乐平台。', '每天都有大奖等着你。'],
  },
  {
    language: 'de',
    anchors: ['Online Casino ohne Limit', 'Freispiele ohne Einzahlung', 'beste Spielautomaten', 'Casino Bonus'],
    lines: [
      'Die besten Spielautomaten mit hoher Auszahlung.',
      'Jetzt anmelden und Freispiele sichern.',
      'Sofort spielen, sofort gewinnen.',
    ],
  },
];

export function spamAttackSites(): Site[] {
  return Array.from({ length: attackSites }, (_, index) => attackSite(index));
}

function attackSite(index: number): Site {
  const random = new Random('attack', index);
  const tongue = random.pick(tongues);
  const host = `${random.pick(['win', 'slot', 'bet', 'luck', 'jackpot', 'royal'])}${random.pick(['zone', 'club', 'star', 'city', 'max'])}${100 + index * 7}.example`;
  // Every fourth is gone a month later, as throwaway sites are.
  const gone = index % 4 === 0 ? answering([3], { status: 404 }) : {};
  const page = (path: string): Page => ({
    path,
    title: `${random.pick(tongue.anchors)} 2026`,
    published: attackMonth,
    crawled: index % 4 === 0 || random.chance(0.7) ? [2, 3] : [2],
    answers: gone,
    blocks: [
      ...random.some(tongue.lines, 2).map((line) => paragraph(line)),
      paragraph(`[${random.pick(tongue.anchors)}](https://www.${attackedDomain}/)`),
      item(`[${random.pick(tongue.anchors)}](https://play.goldenreels.example/?ref=${index})`),
    ],
  });
  return {
    host,
    name: host,
    language: tongue.language,
    ip: rentedServer(host),
    theme: 'classic',
    footer: '18+',
    pages: index % 3 === 0 ? [page('/'), page('/bonus')] : [page('/')],
  };
}
