import type { Pool } from 'pg';
import { z } from 'zod';
import { RequestError } from '../application-server/request-error.js';
import { inboundQueue, interactionStates, media, statesBefore } from './interaction.js';
import type { Interaction, InteractionState, Media, Submission } from './interaction.js';

const rowSchema = z
  .object({
    interaction_id: z.string(),
    tenant: z.string(),
    media: z.enum(media),
    service: z.string(),
    subject: z.string(),
    attributes: z.record(z.string(), z.string()),
    queue: z.string(),
    state: z.enum(interactionStates),
    submitted_at: z.date(),
  })
  .transform(({ interaction_id, submitted_at, ...row }): Interaction => ({
    ...{ interactionId: interaction_id, ...row, submittedUtc: submitted_at.getTime() },
  }));

const mostListed = 200;

/** Which interaction is meant. */
export interface InteractionKey {
  readonly tenant: string;
  readonly media: Media;
  readonly interactionId: string;
}

/** The interactions in the database. Every method is one statement, so nothing is ever half done. */
export class InteractionStore {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Puts an interaction into its queue. One that is there already stays as it is. */
  async submit(submission: Submission): Promise<{ readonly interaction: Interaction; readonly isNew: boolean }> {
    const { interactionId, tenant, media, service, subject, attributes } = submission;
    const { rows } = await this.#pool.query(
      `INSERT INTO interaction (interaction_id, tenant, media, service, subject, attributes, queue)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING *`,
      [interactionId, tenant, media, service, subject, JSON.stringify(attributes), inboundQueue(media)],
    );
    if (rows[0] !== undefined) return { interaction: rowSchema.parse(rows[0]), isNew: true };
    return { interaction: await this.#known({ tenant, media, interactionId }), isNew: false };
  }

  /** The latest interactions of a tenant, oldest first, without their attributes. */
  async list(
    tenant: string,
    { media, state }: { readonly media?: Media | undefined; readonly state?: InteractionState | undefined } = {},
  ): Promise<readonly Interaction[]> {
    const { rows } = await this.#pool.query(
      `SELECT *, '{}'::jsonb AS attributes FROM (
         SELECT interaction_id, tenant, media, service, left(subject, 200) AS subject, queue, state, submitted_at FROM interaction
         WHERE tenant = $1 AND media = coalesce($2, media) AND state = coalesce($3, state)
         ORDER BY submitted_at DESC LIMIT $4
       ) AS latest ORDER BY submitted_at`,
      [tenant, media ?? null, state ?? null, mostListed],
    );
    return rows.map((row) => rowSchema.parse(row));
  }

  /**
   * Brings an interaction forward. Where it is as far already, nothing happens.
   * @throws RequestError 404 where the tenant has no such interaction, 409 where it is further already
   */
  async bring(key: InteractionKey, state: InteractionState): Promise<Interaction> {
    const { rows } = await this.#pool.query(
      `UPDATE interaction SET state = $4, changed_at = now()
       WHERE tenant = $1 AND media = $2 AND interaction_id = $3 AND state = ANY ($5) RETURNING *`,
      [key.tenant, key.media, key.interactionId, state, statesBefore(state)],
    );
    const interaction = rows[0] === undefined ? await this.#known(key) : rowSchema.parse(rows[0]);
    if (interaction.state === state) return interaction;
    throw new RequestError(409, 'ALREADY_FURTHER', `This interaction is ${interaction.state} already.`, 'state');
  }

  async #known({ tenant, media, interactionId }: InteractionKey): Promise<Interaction> {
    const { rows } = await this.#pool.query(
      'SELECT * FROM interaction WHERE tenant = $1 AND media = $2 AND interaction_id = $3',
      [tenant, media, interactionId],
    );
    if (rows[0] !== undefined) return rowSchema.parse(rows[0]);
    throw new RequestError(404, 'UNKNOWN_INTERACTION', 'There is no such interaction of this tenant.');
  }
}
