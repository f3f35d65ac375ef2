import { z } from 'zod';
import { decode } from '../application-server/decode.js';
import { RequestError } from '../application-server/request-error.js';
import type { AskDatabase } from '../database/asking-database.js';
import type { Operation } from '../external-service/external-service-routes.js';
import type { KnownModels } from './known-models.js';

/** What is said of a text that is about nothing that was learned, or not clearly enough. */
const unknown = 'unknown';

const parametersSchema = z.object({
  /** Left out: the subject of the interaction, and its attribute `text`. */
  text: z.string().optional(),
  model: z.string().min(1).optional(),
  language: z.string().min(1).optional(),
  'min-confidence': z.coerce.number().min(0).max(1).default(0),
});

export interface ClassifyOptions {
  readonly models: Pick<KnownModels, 'find'>;
  readonly askDatabase: AskDatabase;
  /** The model that is used where a request names none. */
  readonly usualModel: () => string;
}

/** The operation `classify`: what a text is about, by the tenant's own model. */
export function classify({ models, askDatabase, usualModel }: ClassifyOptions): Operation {
  return async ({ tenant, parameters, interaction }) => {
    const {
      text = `${interaction.subject}\n${interaction.attributes.text ?? ''}`,
      model = usualModel(),
      language,
      'min-confidence': minimum,
    } = decode(parametersSchema, parameters);
    const found = await askDatabase(() => models.find({ tenant, model, language }));
    if (found === undefined) throw noModel(tenant, model, language);
    const { category, confidence } = found.classifier.classify(text);
    return {
      category: confidence < minimum ? unknown : (category ?? unknown),
      confidence: confidence.toFixed(3),
      classificationModel: `${model}/${found.version}`,
    };
  };
}

const noModel = (tenant: string, model: string, language: string | undefined): RequestError =>
  new RequestError(
    404,
    'UNKNOWN_MODEL',
    `Tenant "${tenant}" has no model "${model}"${language === undefined ? '' : ` for language "${language}"`}: let a Training Server learn it.`,
    'model',
  );
