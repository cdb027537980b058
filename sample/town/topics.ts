/** What blogs write about: sentences by topic, and titles of posts. Topics name the trades that fit them. */
export interface Topic {
  readonly trades: readonly string[];
  readonly titles: readonly string[];
  readonly texts: readonly string[];
}

export const topics = {
  home: {
    trades: ['plumber', 'electrician', 'roofer', 'carpenter', 'heating company', 'hardware store'],
    titles: ['The bathroom, week six', 'What the inspector found', 'Insulating the crawl space', 'We own a house now', 'Under the sink'],
    texts: [
      'The house was built in 1926 and nothing in it is square.',
      'Behind the tiles we found two layers of wallpaper and a newspaper from 1953.',
      'I learned to solder a copper joint on the third try and the second burn.',
      'The old pipes were galvanized, and the water came out brown after every holiday.',
      'We spent the weekend on the crawl space with foam, tape and a headlamp.',
      'Permits take a week, drywall takes a day, and waiting for drywall takes a month.',
      'Never buy a cheap shutoff valve.',
    ],
  },
  garden: {
    trades: ['landscaper', 'farm', 'florist', 'hardware store'],
    titles: ['Frost again', 'Tomatoes, a confession', 'What grows under the walnut', 'Seeds for next year', 'The hedge is winning'],
    texts: [
      'Slugs ate the dahlias in one night and left a note of silver.',
      'I sow peas on the first warm Sunday in March and regret it on the second.',
      'Compost needs brown and green, air and time, and somebody to turn it.',
      'The walnut tree lets nothing grow beneath it but violets.',
      'Rain barrels filled twice this week.',
      'The beans climbed over the fence and are now a present to the neighbors.',
    ],
  },
  food: {
    trades: ['bakery', 'cafe', 'restaurant', 'pizzeria', 'brewery', 'farm'],
    titles: ['Bread without a mixer', 'Lunch for one', 'Soup weather', 'Twelve cinnamon buns', 'A long table', 'Breakfast in town'],
    texts: [
      'The dough should feel like an earlobe, says my aunt, who never weighs anything.',
      'I roast onions until they give up, then I wait ten minutes more.',
      'A soup is a good place for everything that was bought with better intentions.',
      'Butter first, then patience, then flour.',
      'We ate outside in coats, because the light was good.',
      'The best table is the one by the kitchen door.',
      'Salt the water as if you meant it.',
    ],
  },
  travel: {
    trades: ['inn', 'restaurant', 'bike shop', 'photographer', 'brewery'],
    titles: ['Two days by the river', 'The slow train to the valley', 'By bike to the coast', 'Rain, and a good book', 'Small museums'],
    texts: [
      'The train follows the river so closely that you see herons from the window.',
      'We had planned to stay one night and stayed three.',
      'Pack less; there is a laundry, and nobody knows you.',
      'The museum has one room, one volunteer and a stuffed bear.',
      'From the bridge you see the mill, the church and the weather coming.',
      'Breakfast was eggs from the hen in the yard.',
    ],
  },
  family: {
    trades: ['dentist', 'music school', 'bookshop', 'pizzeria', 'optician', 'pharmacy'],
    titles: ['Glasses at six', 'The recital', 'A list for rainy Saturdays', 'First tooth, first gap', 'Reading on the stairs'],
    texts: [
      'The youngest lost a tooth in a sandwich and we had to dig.',
      'She practices the violin in the bathroom, for the echo.',
      'Saturday mornings belong to the library and its one good chair.',
      'The children’s menu was the menu, which they noticed with pride.',
      'He reads under the blanket with a bicycle lamp.',
      'Nobody tells you how much of it is looking for shoes.',
    ],
  },
  craft: {
    trades: ['pottery studio', 'print shop', 'carpenter', 'photographer', 'bookshop'],
    titles: ['A bowl that leans', 'Type, set by hand', 'Dovetails, slowly', 'Notes from the darkroom', 'Tools I kept'],
    texts: [
      'The bowl leans to the left, like its maker.',
      'Setting a page of type by hand takes an afternoon and a tune to hum.',
      'Sharpen first; most bad joints are blunt joints.',
      'In the developer the picture comes up from nothing, every time.',
      'I keep three chisels, one plane and the habit of sweeping up.',
      'The glaze ran, and I like it better than what I had planned.',
    ],
  },
  money: {
    trades: ['accountant', 'insurance agent', 'real estate agent', 'law office', 'car repair shop'],
    titles: ['What a house really costs', 'A budget that bends', 'Our first tax return', 'Read the small print', 'The second car'],
    texts: [
      'A budget that forbids coffee lasts a week.',
      'We put aside one percent of the price of the house each year, and the roof took it all.',
      'The form has forty pages, of which three concern us.',
      'Selling the second car paid for two bicycles and a holiday.',
      'I read the policy twice and called to ask what a named peril is.',
      'Interest is either your friend or your landlord.',
    ],
  },
  pets: {
    trades: ['veterinarian', 'pharmacy', 'farm', 'photographer'],
    titles: ['The cat has opinions', 'Old dog, new stairs', 'Six hens', 'Ticks and other guests', 'A name for a goat'],
    texts: [
      'The cat sleeps on the router because it is warm and because we need it.',
      'Our dog is fourteen and takes the stairs like a poem, line by line.',
      'Six hens lay four eggs and discuss the other two.',
      'We check for ticks after every walk along the river.',
      'The goat answers to any word spoken with a carrot.',
    ],
  },
} as const satisfies Record<string, Topic>;

export type TopicName = keyof typeof topics;
