import { beforeAll, describe, expect, it } from 'vitest';
import { sentences } from '../../../test/fixtures/languages.ts';
import { languageOfText, loadLanguageDetector } from './language-of-text.ts';

const all = Object.entries(sentences).map(([language, own]) => [language, own.join(' ')] as const);
const close = new Set(['da', 'no', 'pt', 'es', 'cs', 'sk']);

describe('the language of a text', () => {
  it('by script and small words alone is right or left open', () => {
    const told = all.map(([language, text]) => [language, languageOfText(text)] as const);
    expect(told.filter(([language, found]) => found !== '' && found !== language)).toEqual([]);
    expect(told.filter(([, found]) => found !== '').length).toBeGreaterThan(20);
  });

  it('is left to what the page declares where it is not plain', () => {
    expect(languageOfText('Boiler service', 'en')).toBe('');
  });

  describe('with the detector', () => {
    beforeAll(loadLanguageDetector);

    it.each(all.filter(([language]) => !close.has(language)))('%s is told by three sentences and by one', (language, text) => {
      expect(languageOfText(text)).toBe(language);
      expect(sentences[language]?.map((sentence) => languageOfText(sentence))).toEqual([language, language, language]);
    });

    it('is unknown of too few letters', () => {
      expect(['', '42', 'OK', '!?'].map((text) => languageOfText(text))).toEqual(['', '', '', '']);
    });

    it('is not that of names in another script', () => {
      expect(languageOfText('Мы рекомендуем GitHub, Docker и Kubernetes для наших новых проектов, потому что это удобно')).toBe('ru');
      expect(languageOfText('東京のレストランで寿司を食べました。Sushi Tokyo')).toBe('ja');
    });
  });
});
