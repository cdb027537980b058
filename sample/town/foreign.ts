/** Pages in other languages that name the town: travelers, a twin town, a beer club, a bread school. */
import { Random } from '../random.ts';
import { item, paragraph, themes, type Page, type Site } from '../site.ts';
import { ownServer } from './addresses.ts';
import { businessAt } from './businesses.ts';

interface Tale {
  readonly domain: string;
  readonly name: string;
  readonly language: string;
  readonly title: string;
  /** Paragraphs; the second and later may link. */
  readonly texts: readonly string[];
  readonly transfer?: Site['transfer'];
}

const tales: readonly Tale[] = [
  {
    domain: 'brot-und-berge.example',
    name: 'Brot und Berge',
    language: 'de',
    title: 'Frühstück am Fluß',
    transfer: 'latin1',
    texts: [
      'Der Zug hält nur, wenn man dem Schaffner winkt. Wir stiegen aus und rochen frisches Brot.',
      'Die Bäckerei heißt [Stonemill Bakery](https://stonemill-bakery.example/) und mahlt ihr Mehl selbst.',
      'Übernachtet haben wir im [Ferryman Inn](https://ferryman-inn.example/), neun Zimmer, keines wie das andere.',
    ],
  },
  {
    domain: 'bierreise-tagebuch.example',
    name: 'Bierreise-Tagebuch',
    language: 'de',
    title: 'Hopfen am Tamsin',
    texts: [
      'Das Rauchporter schmeckt nach Speck und Winter.',
      'Gebraut wird es bei [Tamsin River Brewing](https://tamsin-river-brewing.example/), samstags mit Führung.',
    ],
  },
  {
    domain: 'carnets-de-route.example',
    name: 'Carnets de route',
    language: 'fr',
    title: 'Deux jours à Wexcombe',
    texts: [
      'La rivière passe sous trois ponts et personne n’est pressé.',
      'On loue des vélos chez [River Trail Bikes](https://river-trail-bikes.example/) et on revient avec la pluie.',
      'Le soir, la table près de la fenêtre à [The Alder Table](https://aldertable.example/), si elle est libre.',
    ],
  },
  {
    domain: 'le-pain-lent.example',
    name: 'Le pain lent',
    language: 'fr',
    title: 'Un levain d’Oregon',
    texts: [
      'Le levain a trente ans, dit la boulangère, et il a faim tous les matins.',
      'Sa farine est moulue sur place, [voir ici](https://stonemill-bakery.example/services/sourdough).',
    ],
  },
  {
    domain: 'cuadernos-del-valle.example',
    name: 'Cuadernos del valle',
    language: 'es',
    title: 'Un fin de semana junto al río',
    texts: [
      'Llegamos con lluvia y nos fuimos con sol, como debe ser.',
      'La librería [Second Story Books](https://second-story-books.example/) tiene un gato en el sótano.',
      'Para el café, [harbor-road-coffee.example](https://harbor-road-coffee.example/).',
    ],
  },
  {
    domain: 'manos-a-la-obra.example',
    name: 'Manos a la obra',
    language: 'es',
    title: 'Tuberías congeladas',
    texts: [
      'Cuando una tubería se congela, lo primero es cerrar la llave de paso.',
      'Lo explica muy bien [esta guía de un fontanero](https://riverside-plumbing.example/guides/frozen-pipes), en inglés.',
    ],
  },
  {
    domain: 'in-giro-piano.example',
    name: 'In giro, piano',
    language: 'it',
    title: 'La pizza di Wexcombe',
    texts: [
      'Il forno brucia quercia e il pizzaiolo non parla volentieri.',
      'Si chiama [Quarry Pizza](https://quarrypizza.example/) e la margherita è giusta.',
    ],
  },
  {
    domain: 'notatki-z-drogi.example',
    name: 'Notatki z drogi',
    language: 'pl',
    title: 'Miasteczko nad rzeką',
    texts: [
      'Most jest stary, a pod nim czapla, zawsze ta sama.',
      'Nocowaliśmy w [Canal House Rooms](https://canal-house-rooms.example/), blisko targu.',
    ],
  },
  {
    domain: 'kawa-i-rower.example',
    name: 'Kawa i rower',
    language: 'pl',
    title: 'Rowerem wzdłuż rzeki',
    texts: [
      'Szlak ma dwadzieścia kilometrów i ani jednego podjazdu.',
      'Rowery wypożycza [River Trail Bikes](https://river-trail-bikes.example/), kawę parzy [Copper Kettle Cafe](https://copper-kettle-cafe.example/).',
    ],
  },
  {
    domain: 'kawa-no-machi.example',
    name: '川の町',
    language: 'ja',
    title: 'ウェクスコムの陶芸教室',
    texts: [
      '川の土で器を作りました。最初の日から一つ持って帰れます。',
      '教室は[Riverbank Pottery](https://riverbank-pottery.example/)です。靴は汚れてもいいものを。',
    ],
  },
  {
    domain: 'pao-e-rio.example',
    name: 'Pão e rio',
    language: 'pt',
    title: 'A cidade da farinha',
    texts: [
      'O moinho ainda gira aos sábados.',
      'Compramos pão de centeio na [The Rye House](https://ryehouse.example/) e comemos na ponte.',
    ],
  },
  {
    domain: 'langs-de-rivier.example',
    name: 'Langs de rivier',
    language: 'nl',
    title: 'Kamperen zonder tent',
    texts: [
      'Het regende drie dagen en toen niet meer.',
      'Slapen kan bij [Hilltop Guesthouse](https://hilltop-guesthouse.example/), met uitzicht op alles.',
    ],
  },
  {
    domain: 'reka-i-most.example',
    name: 'Река и мост',
    language: 'ru',
    title: 'Городок у реки',
    texts: [
      'Поезд идёт вдоль воды, и из окна видны цапли.',
      'Завтракали в [Cafe Lumen](https://cafelumen.example/), там шесть столов и печка.',
    ],
  },
];

export function foreignSites(): Site[] {
  return [...tales.map(site), twinTown()];
}

function site({ domain, name, language, title, texts, transfer }: Tale): Site {
  const pages: Page[] = [
    { path: '/', title: name, blocks: [paragraph(texts[0] ?? ''), item(`[${title}](/1)`)] },
    { path: '/1', title, blocks: texts.map((text) => paragraph(text)) },
  ];
  const plan = {
    host: domain,
    name,
    language,
    ip: ownServer(domain),
    theme: new Random('theme', domain).pick(themes),
    footer: name,
    pages,
  };
  return transfer === undefined ? plan : { ...plan, transfer };
}

/** The twin town keeps its English pages on a domain of their own. */
function twinTown(): Site {
  const inn = businessAt('ferryman-inn.example');
  return {
    host: 'www.partnerstadt-wexheim.example',
    name: 'Stadt Wexheim',
    language: 'de',
    ip: ownServer('partnerstadt-wexheim.example'),
    theme: 'article',
    footer: 'Stadt Wexheim, Rathausplatz 1',
    pages: [
      {
        path: '/partnerschaft',
        title: 'Unsere Partnerstadt Wexcombe',
        alternates: { en: 'https://wexheim-twin-town.example/partnership' },
        blocks: [
          paragraph('Seit 1987 besuchen sich die Feuerwehren.'),
          paragraph(`Gäste wohnen im [${inn.name}](${inn.url}), siehe auch [die Stadt](https://townof-wexcombe.example/).`),
        ],
      },
    ],
  };
}
