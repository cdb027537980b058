/**
 * The link tables of Google Search Console. Their column names follow the language of whoever exported them, so a table is known by
 * names of the commonest languages, and else by what stands in its columns: a host and counts, pages and dates.
 */
import { countOf } from './cells.ts';
import { headWord, type Field } from './column-names.ts';
import { dateOf } from './dates.ts';

const searchConsoleTables = ['top_linking_sites', 'latest_links', 'sample_links', 'top_linked_pages', 'top_linking_text'] as const;
type SearchConsoleTable = (typeof searchConsoleTables)[number];

export interface FoundSearchConsoleTable {
  readonly table: SearchConsoleTable;
  readonly columns: Partial<Readonly<Record<Field, number>>>;
  readonly by: 'names' | 'content';
}

/** Search Console's tables have no more columns than this. */
const columnsMax = 3;

/** The table that a head and some of its rows show, or null. */
export function searchConsoleTable(head: readonly string[], rows: readonly (readonly string[])[]): FoundSearchConsoleTable | null {
  if (head.length > columnsMax) return null;
  const names = head.map(headWord);
  const named = (table: SearchConsoleTable): FoundSearchConsoleTable => ({ table, columns: columnsOf(table, head.length), by: 'names' });
  const [first = '', second = ''] = names;
  if (linkingPage.has(first) && head.length === 1) return named('sample_links');
  if (linkingPage.has(first) && lastCrawled.has(second)) return named('latest_links');
  if (linkedPage.has(first) && (incoming.has(second) || linkingSites.has(second))) return named('top_linked_pages');
  if (site.has(first) && (linkingPages.has(second) || incoming.has(second))) return named('top_linking_sites');
  if (linkText.has(first) || (ranked.has(first) && linkText.has(second))) return named('top_linking_text');
  return byContent(head, rows);
}

function columnsOf(table: SearchConsoleTable, width: number): Partial<Record<Field, number>> {
  if (table === 'top_linking_sites') return width > 1 ? { source_domain: 0, links: 1 } : { source_domain: 0 };
  if (table === 'latest_links') return { source: 0, seen: 1 };
  return table === 'sample_links' ? { source: 0 } : {};
}

/** Known by its rows alone. A head that is itself such a row is none. */
function byContent(head: readonly string[], rows: readonly (readonly string[])[]): FoundSearchConsoleTable | null {
  const width = head.length;
  if (rows.length === 0 || rows.some((row) => row.length !== width)) return null;
  const whole = (column: number, is: (cell: string) => boolean): boolean =>
    rows.every((row) => is(row[column] ?? '')) && !is(head[column] ?? '');
  const counts = (from: number): boolean => head.slice(from).every((_, i) => whole(from + i, isCount));
  const found = (table: SearchConsoleTable): FoundSearchConsoleTable => ({ table, columns: columnsOf(table, width), by: 'content' });
  if (whole(0, isPage)) {
    if (width === 1) return found('sample_links');
    return width === 2 && whole(1, isDate) ? found('latest_links') : null;
  }
  return width > 1 && whole(0, isHost) && counts(1) ? found('top_linking_sites') : null;
}

/** One address: a row cut by another table's delimiter can hold several. */
function isPage(cell: string): boolean {
  return /^https?:\/\/[^\s/]+\.[^\s/]+/i.test(cell) && cell.split('://').length === 2;
}

function isHost(cell: string): boolean {
  return /^(?:https?:\/\/)?[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+\/?$/iu.test(cell);
}

function isCount(cell: string): boolean {
  return countOf(cell) !== null;
}

function isDate(cell: string): boolean {
  return dateOf(cell, null) !== null;
}

/** Names in several languages, separated by bars. */
function named(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split('|')).map(headWord));
}

const site = named(
  'Site|Sites|Top linking sites|Website|Websites|Websites mit den meisten Links|Sitio|Sitio web|Sitios web|Sito|Sito web|Siti',
  'Sites principais|Witryna|Witryny|Webbplats|Webová stránka|Сайт|Сайты|サイト|사이트|网站|網站',
);
const linkingPages = named(
  "Linking pages|Verweisende Seiten|Seiten mit Links|Pages de liaison|Pages d'origine|Pages contenant un lien|Pages référentes",
  'Páginas de enlace|Páginas que enlazan|Páginas con enlaces|Pagine di collegamento|Pagine con link|Pagine con collegamenti',
  "Páginas de vinculação|Páginas com links|Páginas vinculadas|Linkende pagina's|Pagina's met links|Strony z linkami",
  'Strony linkujące|Länkande sidor|Odkazující stránky|Bağlantı veren sayfalar|Страницы со ссылками|Ссылающиеся страницы|リンク元ページ',
  '링크 페이지|链接网页|連結網頁',
);
const linkingPage = named(
  "Linking page|Verweisende Seite|Seite mit Link|Page de liaison|Page d'origine|Page contenant un lien|Page référente",
  'Página de enlace|Página que enlaza|Página con enlace|Pagina di collegamento|Pagina con link|Pagina con collegamento',
  'Página de vinculação|Página com link|Página com links|Linkende pagina|Pagina met link|Strona z linkiem|Strona linkująca',
  'Länkande sida|Odkazující stránka|Bağlantı veren sayfa|Страница со ссылкой|Ссылающаяся страница|リンク元ページ|링크 페이지|链接网页|連結網頁',
);
const lastCrawled = named(
  'Last crawled|Last crawl|Zuletzt gecrawlt|Letztes Crawling|Dernière exploration|Último rastreo|Última vez que se rastreó',
  'Ultima scansione|Último rastreamento|Última indexação|Laatst gecrawld|Laatste crawl|Ostatnie skanowanie|Ostatnio pobrana',
  'Senast genomsökt|Poslední procházení|Son tarama|Последнее сканирование|前回のクロール|最終クロール|마지막 크롤링|上次抓取时间|上次检索',
);
const linkedPage = named(
  'Target page|Target pages|Top linked pages|Page|Zielseite|Seite|Page cible|Página de destino|Página|Pagina di destinazione',
  'Pagina|Doelpagina|Strona docelowa|Målsida|Cílová stránka|Hedef sayfa|Целевая страница|リンク先ページ|ターゲット ページ|대상 페이지|目标网页|目標網頁',
);
const incoming = named(
  'Incoming links|Links|Eingehende Links|Liens entrants|Enlaces entrantes|Enlaces|Link in entrata|Link in ingresso',
  'Links recebidos|Links de entrada|Inkomende links|Linki przychodzące|Inkommande länkar|Příchozí odkazy|Gelen bağlantılar',
  'Входящие ссылки|受信リンク|被リンク|수신 링크|传入链接|連入連結',
);
const linkingSites = named(
  'Linking sites|Verweisende Websites|Sites de liaison|Sitios que enlazan|Siti di collegamento|Sites com links|Linkende sites',
  'Witryny z linkami|リンク元サイト',
);
const ranked = named('Rank|#|No.|Rang|Position|Puesto|Posizione|Posição|Pozycja|順位|순위|排名');
const linkText = named(
  "Top linking text|Link text|Linking text|Linktext|Häufigster Linktext|Texte d'ancrage|Texte du lien|Texte de lien",
  'Texto del enlace|Texto de los enlaces|Testo del link|Testo dei link|Texto do link|Linktekst|Tekst linku|Länktext|Text odkazu',
  'Bağlantı metni|Текст ссылки|リンク テキスト|링크 텍스트|链接文字|連結文字',
);
