import { tokens } from 'wink-nlp-utils';

/** The words of a text that tell what it is about: in English without the commonest ones and without endings, else all as they are. */
export function wordsOf(text: string, language: string): readonly string[] {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return language === 'en' ? tokens.stem(tokens.removeWords(words)) : words;
}
