import type { Clock } from '@eservices-lb/sdk';
import { RequestError } from '../application-server/request-error.js';
import type { ClassificationModel } from '../classification/classification-model.js';
import { TextClassifier } from '../classification/text-classifier.js';
import type { ModelStore, ModelWish } from './model-store.js';

/** A model that is in use is looked up this often, ms. */
const lookUpMs = 1_000;
const mostKnown = 50;

/** A model that can be asked. */
export interface UsableModel {
  readonly version: number;
  readonly classifier: TextClassifier;
}

export interface KnownModelsOptions {
  readonly store: Pick<ModelStore, 'laterThan'>;
  readonly clock: Clock;
  /** The database does not answer; what is known goes on being used. */
  readonly onDatabaseLost: (error: unknown) => void;
}

/** The models that were used lately, each in its latest version, as of a second ago. */
export class KnownModels {
  readonly #options: KnownModelsOptions;
  /** The one that was used last is the last one. */
  readonly #known = new Map<string, { readonly lookedUpAt: number; readonly model: UsableModel }>();

  constructor(options: KnownModelsOptions) {
    this.#options = options;
  }

  /** @throws what the database says, where the model is not known yet */
  async find(wish: ModelWish): Promise<UsableModel | undefined> {
    const { clock } = this.#options;
    const name = JSON.stringify([wish.tenant, wish.model, wish.language]);
    const known = this.#known.get(name);
    const now = clock.now();
    if (known !== undefined && now - known.lookedUpAt < lookUpMs) return known.model;
    const model = (await this.#later(wish, known?.model)) ?? known?.model;
    if (model !== undefined) this.#keep(name, { lookedUpAt: now, model });
    return model;
  }

  async #later(wish: ModelWish, known: UsableModel | undefined): Promise<UsableModel | undefined> {
    const { store, onDatabaseLost } = this.#options;
    try {
      const found = await store.laterThan(known?.version ?? 0, wish);
      return found && usable(found);
    } catch (error) {
      if (known === undefined) throw error;
      if (!(error instanceof RequestError)) onDatabaseLost(error);
      return known;
    }
  }

  #keep(name: string, entry: { readonly lookedUpAt: number; readonly model: UsableModel }): void {
    this.#known.delete(name);
    this.#known.set(name, entry);
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostKnown && oldest !== undefined) this.#known.delete(oldest);
  }
}

function usable({ model, version, language, state }: ClassificationModel): UsableModel {
  try {
    return { version, classifier: new TextClassifier(language, state) };
  } catch {
    const message = `Version ${version} of model "${model}" cannot be read: let a Training Server learn it anew.`;
    throw new RequestError(500, 'DAMAGED_MODEL', message, 'model');
  }
}
