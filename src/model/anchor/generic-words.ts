/**
 * Words of anchors that say nothing of where they lead, by language, folded as `anchorWords` folds. `says` alone make an anchor
 * generic ("here", "weiterlesen", "en savoir plus"); `fills` may stand beside them ("click on the link", "visitez notre site").
 * Languages: those of most pages of Common Crawl. Written for this list; short on purpose: a missed word is `other`, a wrong one hides a keyword.
 */
export const genericWords: Readonly<Record<string, { readonly says: string; readonly fills: string }>> = {
  en: {
    says: 'click here read more link links website site web webpage page homepage home source via this learn details info information continue visit see view go check website article post original full story download open show next previous back today now url online',
    fills: 'a an the to on of for at in and or our my his her their your its it by from out about us you me please just',
  },
  de: {
    says: 'hier klicken klick weiter weiterlesen mehr lesen link webseite website seite homepage startseite quelle dazu details infos ansehen zum artikel erfahren besuchen webauftritt internetseite',
    fills: 'die der das den dem ein eine zu zur auf von fur und unsere unserer ihre sie bitte im in uber',
  },
  fr: {
    says: 'ici cliquez cliquer lire plus suite lien site page accueil source voir savoir visitez visiter article details internet',
    fills: 'le la les l un une de du des d a au sur notre votre nos en et pour ce cette',
  },
  es: {
    says: 'aqui clic haz haga leer mas enlace web sitio pagina inicio fuente ver visita visitar articulo detalles seguir leyendo saber',
    fills: 'el la los las un una de del en a al nuestro nuestra su y para este esta',
  },
  pt: {
    says: 'aqui clique leia ler mais link site pagina inicio fonte ver veja visite artigo detalhes saiba continue lendo',
    fills: 'o a os as um uma de do da em no na ao nosso nossa seu e para este esta',
  },
  it: {
    says: 'qui clicca cliccare leggi leggere tutto altro piu link sito pagina fonte vedi visita articolo dettagli continua scopri',
    fills: 'il lo la i gli le un una di del della su nel nostro nostra e per a al questo questa',
  },
  nl: {
    says: 'hier klik lees meer verder link website site pagina bron bekijk bezoek artikel details',
    fills: 'de het een op van naar voor en onze uw in deze dit',
  },
  sv: { says: 'har klicka las mer lank webbplats hemsida sida kalla besok', fills: 'den det en ett pa av till for och var i' },
  da: { says: 'her klik laes mere link hjemmeside side kilde besog', fills: 'den det en et pa af til for og vores i' },
  no: { says: 'her klikk les mer lenke nettside nettsted side kilde besok', fills: 'den det en et pa av til for og var i' },
  fi: { says: 'tasta tassa klikkaa lue lisaa linkki sivusto sivu kotisivu lahde', fills: 'ja tai' },
  pl: { says: 'tutaj tu kliknij czytaj wiecej link strona zrodlo zobacz odwiedz dalej', fills: 'na do w z i nasza' },
  cs: { says: 'zde klikněte kliknete cist vice odkaz web stranka stranky zdroj zobrazit', fills: 'na do v z a nase' },
  tr: { says: 'burada buraya tiklayin tikla devami devamini oku baglanti site sayfa kaynak', fills: 've icin bir bu' },
  id: { says: 'disini sini klik baca selengkapnya tautan situs halaman sumber lihat', fills: 'di ke dari dan ini' },
  vi: { says: 'day nhan bam xem them trang nguon', fills: 'vao tai o' },
  ru: {
    says: 'здесь тут сюда нажмите читать далее подробнее ссылка сайт страница источник смотреть перейти',
    fills: 'на по в с и к наш эта',
  },
  uk: { says: 'тут натисніть читати далі детальніше посилання сайт сторінка джерело', fills: 'на по в з і наш' },
  zh: { says: '点击 這裡 这里 此处 更多 阅读 閱讀 链接 網站 网站 官网 首页 查看 详情 来源 全文', fills: '的 了' },
  ja: { says: 'こちら ここ クリック 続き を 読む もっと 見る リンク サイト ホームページ 詳細 詳しく 公式', fills: 'は の へ' },
  ko: { says: '여기 클릭 더보기 자세히 링크 사이트 홈페이지 출처 보기', fills: '를 을 의' },
  ar: { says: 'هنا اضغط المزيد اقرا رابط موقع صفحة المصدر', fills: 'على من في' },
};
