/** What we use of two libraries that bring no types. */
declare module 'wink-naive-bayes-text-classifier' {
  interface NaiveBayesTextClassifier {
    defineConfig(config: { readonly considerOnlyPresence: boolean; readonly smoothingFactor: number }): boolean;
    learn(words: readonly string[], label: string): boolean;
    consolidate(): boolean;
    /** Labels with the binary logarithms of their odds, the best first; `[['unknown', 0]]` where no word is known. */
    computeOdds(words: readonly string[]): [string, number][];
    exportJSON(): string;
    importJSON(json: string): boolean;
  }
  function naiveBayesTextClassifier(): NaiveBayesTextClassifier;
  export = naiveBayesTextClassifier;
}

declare module 'wink-nlp-utils' {
  export const tokens: {
    /** Without the commonest words of English. */
    removeWords(tokens: readonly string[]): string[];
    /** English words without their endings. */
    stem(tokens: readonly string[]): string[];
  };
}
