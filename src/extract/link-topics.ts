import { placeWeights, scoreLeast, TopicTally } from '../model/topic/topic-tally.ts';

let ofThread: TopicTally | null = null;

/** The mix of topics that a page's title alone speaks of. */
export function titleTopics(title: string): number {
  if (title === '') return 0;
  const tally = (ofThread ??= new TopicTally());
  tally.addWhole(title, placeWeights.title);
  return tally.mix(scoreLeast.page);
}

/** The mix of topics that a link's anchor and the text around it speak of; the anchor counts as a title does. */
export function linkTopics(anchor: string, before: string, after: string): number {
  if (anchor === '' && before === '' && after === '') return 0;
  const tally = (ofThread ??= new TopicTally());
  tally.addWhole(anchor, placeWeights.title);
  tally.addWhole(before, placeWeights.text);
  tally.addWhole(after, placeWeights.text);
  return tally.mix(scoreLeast.link);
}
