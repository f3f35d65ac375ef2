import naiveBayesTextClassifier from 'wink-naive-bayes-text-classifier';
import { TooLittleLearnedError } from './too-little-learned-error.js';
import { wordsOf } from './words-of.js';

/** What a text is about, and how sure that is, from 0 to 1. Without a category, the text has no word that was ever learned. */
export interface Classified {
  readonly category?: string;
  readonly confidence: number;
}

/** Categories and words come from outside, and some are names of what every object has: with this before them, none is. */
const mark = '~';
const longestText = 10_000;

/** Learns to tell texts apart by examples (naive Bayes). */
export class TextClassifier {
  readonly #language: string;
  readonly #learner: ReturnType<typeof naiveBayesTextClassifier>;
  #reader: ReturnType<typeof naiveBayesTextClassifier> | undefined;

  /** @param state what `state` gave of another one, of the same language */
  constructor(language: string, state?: string) {
    this.#language = language;
    this.#learner = naiveBayesTextClassifier();
    if (state === undefined) this.#learner.defineConfig({ considerOnlyPresence: true, smoothingFactor: 0.5 });
    else this.#learner.importJSON(state);
  }

  learn(text: string, category: string): void {
    const words = this.#marked(text);
    if (words.length === 0) return;
    this.#learner.learn(words, mark + category);
    this.#reader = undefined;
  }

  /**
   * What the text is about, by what was learned so far.
   * @throws TooLittleLearnedError where fewer than two categories or ten words were learned
   */
  classify(text: string): Classified {
    this.#reader ??= this.#consolidated();
    const odds = this.#reader.computeOdds(this.#marked(text));
    const [[label, best] = ['', 0]] = odds;
    if (!label.startsWith(mark)) return { confidence: 0 };
    const shares = odds.map(([, each]) => 2 ** (each - best));
    return { category: label.slice(mark.length), confidence: 1 / shares.reduce((sum, share) => sum + share, 0) };
  }

  /** All that was learned, as text. */
  state(): string {
    return this.#learner.exportJSON();
  }

  /** The library learns nothing more once it has been asked, so it is a copy that is asked. */
  #consolidated(): ReturnType<typeof naiveBayesTextClassifier> {
    const reader = naiveBayesTextClassifier();
    reader.importJSON(this.state());
    try {
      reader.consolidate();
    } catch (cause) {
      throw new TooLittleLearnedError({ cause });
    }
    return reader;
  }

  #marked(text: string): readonly string[] {
    return wordsOf(text.slice(0, longestText), this.#language).map((word) => mark + word);
  }
}
