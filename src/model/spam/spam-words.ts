/**
 * Pieces of anchors that are hardly ever written by who was not paid or paid himself: gambling, pharmacy, adult, loans, essays, copies,
 * links for sale. Small letters; a space stands for the edge of a word. Written for this list; short on purpose, in the languages of most link
 * spam. An honest site about one of these has such anchors too: they cost it points, never all of them.
 */
export const spamWords: readonly string[] = [
  // gambling
  'casino', 'kasino', 'казино', 'ставки на спорт', 'букмекер', 'игровые автоматы', 'игровые аппараты', 'слоты', 'бездеп', 'бонус без депозита',
  'roulette online', 'online roulette', 'online slots', 'slots online', 'slot online', 'slot gacor', 'daftar slot', ' judi ', ' togel', 'sbobet', 'blackjack',
  'sports betting', 'online betting', 'betting site', 'online poker', 'freispiele', 'spielautomat', 'sportwetten', 'bahis', 'canlı bahis',
  '赌场', '賭場', '老虎机', '老虎機', '百家乐', '百家樂', '博彩', '彩票', '카지노', '바카라', '토토사이트', 'オンラインカジノ', 'cá cược', 'nhà cái',
  // pharmacy
  'viagra', 'виагра', 'cialis', 'levitra', 'kamagra', 'tramadol', 'xanax', 'without prescription', 'no prescription',
  // adult
  'porn', 'порно', ' xxx ', 'escort service', 'escort girl', ' escorts ', 'sex cam', 'sexcam', 'проститутки', 'эскорт', '色情', '成人视频',
  // money, copies, essays
  'payday loan', 'quick loan', 'быстрый займ', 'микрозайм', 'replica watch', 'replica bag', 'fake rolex', 'write my essay', 'essay writing service', 'buy essay',
  // links
  'buy backlinks', 'cheap backlinks', 'buy instagram followers', 'накрутка', 'прогон хрумером',
]; // prettier-ignore

/** Whether an anchor holds one of them. */
export function hasSpamWord(anchor: string): boolean {
  const text = ` ${anchor.toLowerCase()} `;
  return spamWords.some((word) => text.includes(word));
}
