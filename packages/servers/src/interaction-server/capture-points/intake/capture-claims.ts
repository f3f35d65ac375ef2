import { z } from 'zod';
import type { Statements } from '../../../database/statements.js';
import { storableJson } from '../../../database/storable-json.js';
import { submissionSchema } from '../../interaction-request.js';
import type { Submission } from '../../interaction.js';
import { unfenced } from '../../standby/primary-generation.js';
import type { FenceValues } from '../../standby/primary-generation.js';

export interface Claim {
  readonly submission: Submission;
  readonly digest?: string | undefined;
}

const rowSchema = z
  .object({ submission: submissionSchema, digest: z.string().nullable() })
  .transform(({ submission, digest }): Claim => ({ submission, digest: digest ?? undefined }));

/** How long an input is known again after it has become an interaction, days. */
const daysKept = 30;

/**
 * What each input was fixed to: its tenant above all, which is part of the interaction's key. Whoever comes to the same input again, after a
 * crash or on the other server of the pair, submits the same, whatever the options say by then.
 */
export class CaptureClaims {
  readonly #database: Statements;
  readonly #fence: () => FenceValues;

  /** @param fence as whom this server writes, at this moment */
  constructor(database: Statements, fence: () => FenceValues = () => unfenced) {
    this.#database = database;
    this.#fence = fence;
  }

  async find(captureId: string): Promise<Claim | undefined> {
    const { rows } = await this.#database.query('SELECT submission, digest FROM capture WHERE capture_id = $1', [
      captureId,
    ]);
    return rows[0] === undefined ? undefined : rowSchema.parse(rows[0]);
  }

  /** Fixes an input, unless somebody was first. @returns what it is fixed to */
  async fix(capturePoint: string, { submission, digest }: Claim): Promise<Claim> {
    const { rows } = await this.#database.query(
      `INSERT INTO capture (capture_id, capture_point, submission, digest) SELECT $1, $2, $3::jsonb, $4 WHERE (SELECT primary_only($5, $6))
       ON CONFLICT (capture_id) DO UPDATE SET capture_id = EXCLUDED.capture_id RETURNING submission, digest`,
      [submission.interactionId, capturePoint, storableJson(submission), digest ?? null, ...this.#fence()],
    );
    return rowSchema.parse(rows[0]);
  }

  /** Whether the interaction is there, whatever became of it. */
  async isSubmitted({ tenant, media, interactionId }: Submission): Promise<boolean> {
    const { rows } = await this.#database.query(
      'SELECT FROM interaction WHERE tenant = $1 AND media = $2 AND interaction_id = $3',
      [tenant, media, interactionId],
    );
    return rows.length > 0;
  }

  /** Lets go of an input that did not become an interaction: once mended, it may become another one. */
  async release({ tenant, media, interactionId }: Submission): Promise<void> {
    await this.#database.query(
      `DELETE FROM capture WHERE capture_id = $1 AND (SELECT primary_only($4, $5))
         AND NOT EXISTS (SELECT FROM interaction WHERE tenant = $2 AND media = $3 AND interaction_id = $1)`,
      [interactionId, tenant, media, ...this.#fence()],
    );
  }

  /** What has not become an interaction yet is not old, however long that takes: it must become what it was fixed to. */
  async forgetOld(): Promise<void> {
    await this.#database.query(
      `DELETE FROM capture WHERE captured_at < now() - $1 * interval '1 day' AND EXISTS (
         SELECT FROM interaction
         WHERE tenant = submission->>'tenant' AND media = submission->>'media' AND interaction_id = capture_id)`,
      [daysKept],
    );
  }
}
