import { decode } from '../../../application-server/decode.js';
import { RequestError } from '../../../application-server/request-error.js';
import type { AskDatabase } from '../../../database/asking-database.js';
import type { InteractionMethods } from '../../interaction-methods.js';
import { submissionSchema } from '../../interaction-request.js';
import type { Submission } from '../../interaction.js';
import type { CaptureContent } from '../formats/capture-content.js';
import { UnusableCaptureError } from '../unusable-capture-error.js';
import type { CaptureClaims, Claim } from './capture-claims.js';
import { captureId } from './captured-input.js';
import type { CapturedInput } from './captured-input.js';
import { tenantOfCapture } from './tenant-of-capture.js';
import type { TenantMapping } from './tenant-of-capture.js';

export interface IntakeOptions {
  /** The primary of the pair of Capture Points, for both. */
  readonly capturePoint: { readonly name: string; readonly dbid: number };
  readonly claims: Pick<CaptureClaims, 'find' | 'fix' | 'isSubmitted' | 'release'>;
  readonly askDatabase: AskDatabase;
  /** As clients submit. */
  readonly submit: InteractionMethods['submit'];
  readonly mapping: TenantMapping;
  /** For inputs that do not say these themselves. */
  readonly defaults: Pick<CaptureContent, 'media' | 'queue' | 'service'>;
}

export interface Taken {
  readonly submission: Submission;
  readonly isNew: boolean;
}

/** Makes inputs interactions, exactly one of each, however often it is tried. */
export class Intake {
  readonly #options: IntakeOptions;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /**
   * Fixes what the input becomes, then submits it. Resolves when the interaction is stored.
   * @throws UnusableCaptureError where it can never be; RequestError 503 where it cannot be now
   */
  async take(input: CapturedInput): Promise<Taken> {
    const { claims, askDatabase, capturePoint } = this.#options;
    const id = captureId(capturePoint.dbid, input.identity);
    const known = await askDatabase(() => claims.find(id));
    const claim = known ?? (await this.#fix(await this.#submissionOf(input, id), input.digest));
    if (input.digest !== undefined && claim.digest !== undefined && input.digest !== claim.digest) {
      const message = 'Another input came under the same identity before: give every input one of its own.';
      throw new UnusableCaptureError('IDENTITY_REUSED', message);
    }
    return this.#submit(claim.submission);
  }

  async #submissionOf(input: CapturedInput, interactionId: string): Promise<Submission> {
    const { mapping, defaults } = this.#options;
    const content = await input.content();
    const tenant = tenantOfCapture(content.attributes, mapping);
    const { subject, attributes } = content;
    const { media = defaults.media, queue = defaults.queue, service = defaults.service } = content;
    const submission = { interactionId, tenant, media, queue, service, subject, attributes };
    return usable(() => decode(submissionSchema, submission));
  }

  #fix(submission: Submission, digest: string | undefined): Promise<Claim> {
    const { claims, askDatabase, capturePoint } = this.#options;
    return askDatabase(() => claims.fix(capturePoint.name, { submission, digest }));
  }

  async #submit(submission: Submission): Promise<Taken> {
    const { claims, askDatabase, submit } = this.#options;
    try {
      const { isNew } = await submit(submission);
      return { submission, isNew };
    } catch (error) {
      if (!isFinal(error)) throw error;
      // Before a crash it may have been taken.
      if (await askDatabase(() => claims.isSubmitted(submission))) return { submission, isNew: false };
      await askDatabase(() => claims.release(submission));
      throw new UnusableCaptureError(error.code, error.message, error.field);
    }
  }
}

/** Interaction Server will not take it, however often it is asked. */
const isFinal = (error: unknown): error is RequestError => error instanceof RequestError && error.status < 500;

function usable<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (isFinal(error)) throw new UnusableCaptureError(error.code, error.message, error.field);
    throw error;
  }
}
