import type { GivenJob } from '@eservices-lb/mock-scs/lca';
import { TextClassifier } from '../classification/text-classifier.js';
import type { DataSet, Example } from './data-set.js';
import { lessonsOf } from './lessons.js';
import type { Progress, Trained, TrainingStore } from './training-store.js';

export interface TrainingParts {
  readonly store: Pick<TrainingStore, 'progress' | 'keep' | 'trained' | 'finish'>;
  /** Called after every example; waits where others have to have their turn. */
  readonly breathe: () => Promise<void>;
  /** Whether it is time to keep how far one has come. */
  readonly isTimeToKeep: () => boolean;
  readonly onProgress: (learned: number, of: number) => void;
  /** Ends the work; how far it came is kept. */
  readonly signal: AbortSignal;
}

/**
 * Learns a model from a data set and tests it on examples that it has not seen; then learns these, too. It goes on where it was interrupted,
 * and does nothing where the model is of exactly this data set already.
 * @throws the reason of `signal`, and what the store throws
 */
export async function train(job: GivenJob, dataSet: DataSet, parts: TrainingParts): Promise<Trained> {
  const { store, signal, onProgress } = parts;
  const trained = await store.trained(dataSet);
  if (trained !== undefined) return trained;
  const { examples, testedAt } = lessonsOf(dataSet.examples);
  const begun = await store.progress(job, dataSet);
  const classifier = new TextClassifier(dataSet.language, begun?.state);
  let { learned = 0, accuracy } = begun ?? {};
  const progress = (): Progress => ({ learned, accuracy, state: classifier.state() });
  for (const { text, category } of examples.slice(learned)) {
    if (learned === testedAt) accuracy ??= await accuracyOf(classifier, examples.slice(testedAt), parts);
    classifier.learn(text, category);
    learned += 1;
    onProgress(learned, examples.length);
    if (parts.isTimeToKeep()) await store.keep(job, dataSet, progress());
    await parts.breathe();
    signal.throwIfAborted();
  }
  return { version: await store.finish(job, dataSet, progress()), accuracy: accuracy ?? 0 };
}

async function accuracyOf(
  classifier: TextClassifier,
  test: readonly Example[],
  { breathe, signal }: TrainingParts,
): Promise<number> {
  let right = 0;
  for (const { text, category } of test) {
    if (classifier.classify(text).category === category) right += 1;
    await breathe();
    signal.throwIfAborted();
  }
  return right / test.length;
}
