/**
 * The topics, with the tier 1 name of the IAB Content Taxonomy 2.2 (https://iabtechlab.com/standards/content-taxonomy/) that each falls
 * under. A topic's code is its place here, from 1; codes are part of the stored format and only grow, to `topicCodeMax`.
 */
export const topics = [
  { name: 'software', iab: 'Technology & Computing' },
  { name: 'data-and-ai', iab: 'Technology & Computing' },
  { name: 'cybersecurity', iab: 'Technology & Computing' },
  { name: 'electronics', iab: 'Technology & Computing' },
  { name: 'phones-and-telecom', iab: 'Technology & Computing' },
  { name: 'web-and-hosting', iab: 'Technology & Computing' },
  { name: 'social-networks', iab: 'Technology & Computing' },
  { name: 'marketing', iab: 'Business and Finance' },
  { name: 'video-games', iab: 'Video Gaming' },
  { name: 'film-and-television', iab: 'Television' },
  { name: 'music', iab: 'Music and Audio' },
  { name: 'celebrities', iab: 'Pop Culture' },
  { name: 'books-and-literature', iab: 'Books and Literature' },
  { name: 'art-and-design', iab: 'Fine Art' },
  { name: 'photography', iab: 'Hobbies & Interests' },
  { name: 'hobbies-and-crafts', iab: 'Hobbies & Interests' },
  { name: 'events-and-attractions', iab: 'Events and Attractions' },
  { name: 'gambling', iab: 'Events and Attractions' },
  { name: 'news-media', iab: 'News and Politics' },
  { name: 'politics', iab: 'News and Politics' },
  { name: 'public-administration', iab: 'News and Politics' },
  { name: 'law', iab: 'News and Politics' },
  { name: 'education', iab: 'Education' },
  { name: 'science', iab: 'Science' },
  { name: 'environment-and-energy', iab: 'Science' },
  { name: 'religion', iab: 'Religion & Spirituality' },
  { name: 'charity-and-community', iab: null },
  { name: 'business-services', iab: 'Business and Finance' },
  { name: 'industry-and-manufacturing', iab: 'Business and Finance' },
  { name: 'transport-and-logistics', iab: 'Business and Finance' },
  { name: 'personal-finance', iab: 'Personal Finance' },
  { name: 'investing', iab: 'Personal Finance' },
  { name: 'insurance', iab: 'Personal Finance' },
  { name: 'real-estate', iab: 'Real Estate' },
  { name: 'careers', iab: 'Careers' },
  { name: 'shopping', iab: 'Shopping' },
  { name: 'agriculture', iab: 'Business and Finance' },
  { name: 'medicine', iab: 'Medical Health' },
  { name: 'dentistry', iab: 'Medical Health' },
  { name: 'mental-health', iab: 'Medical Health' },
  { name: 'fitness-and-wellness', iab: 'Healthy Living' },
  { name: 'food-and-cooking', iab: 'Food & Drink' },
  { name: 'restaurants-and-bars', iab: 'Food & Drink' },
  { name: 'drinks', iab: 'Food & Drink' },
  { name: 'travel', iab: 'Travel' },
  { name: 'lodging', iab: 'Travel' },
  { name: 'automotive', iab: 'Automotive' },
  { name: 'sports', iab: 'Sports' },
  { name: 'outdoor-recreation', iab: 'Hobbies & Interests' },
  { name: 'pets', iab: 'Pets' },
  { name: 'home-improvement', iab: 'Home & Garden' },
  { name: 'furniture-and-interior', iab: 'Home & Garden' },
  { name: 'gardening', iab: 'Home & Garden' },
  { name: 'fashion', iab: 'Style & Fashion' },
  { name: 'beauty', iab: 'Style & Fashion' },
  { name: 'family-and-relationships', iab: 'Family and Relationships' },
  { name: 'adult', iab: null },
] as const satisfies readonly { readonly name: string; readonly iab: string | null }[];

export type Topic = (typeof topics)[number]['name'];

/** Six bits hold a code; 0 is no topic. */
export const topicCodeMax = 63;

export const topicNames: readonly Topic[] = topics.map(({ name }) => name);

/** 1 to `topicCodeMax`. */
export function topicCode(topic: Topic): number {
  return topicNames.indexOf(topic) + 1;
}

/** Null for 0 and for a code of a later version. */
export function topicOf(code: number): Topic | null {
  return topicNames[code - 1] ?? null;
}

/** Tier 1 name of the IAB Content Taxonomy 2.2; null where it has none for this topic. */
export function iabOf(topic: Topic): string | null {
  return topics[topicCode(topic) - 1]?.iab ?? null;
}
