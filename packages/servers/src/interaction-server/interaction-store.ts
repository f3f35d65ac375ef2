import { z } from 'zod';
import type { Statements } from '../database/statements.js';
import { storableJson } from '../database/storable-json.js';
import { RequestError } from '../application-server/request-error.js';
import { interactionStates, queueOf, setAsideQueue, statesBefore } from './interaction.js';
import type { Interaction, InteractionKey, InteractionState, Submission } from './interaction.js';
import { unfenced } from './standby/primary-generation.js';
import type { FenceValues } from './standby/primary-generation.js';
import type { Outcome } from '../universal-routing-server/outcome.js';

const rowSchema = z
  .object({
    interaction_id: z.string(),
    tenant: z.string(),
    media: z.string(),
    service: z.string(),
    subject: z.string(),
    attributes: z.record(z.string(), z.string()),
    queue: z.string(),
    state: z.enum(interactionStates),
    submitted_at: z.date(),
    agent: z.string().nullable(),
    step: z.int(),
  })
  .transform(({ interaction_id, submitted_at, agent, ...row }): Interaction => ({
    ...{ interactionId: interaction_id, ...row, submittedUtc: submitted_at.getTime() },
    ...(agent !== null && { agent }),
  }));

const mostListed = 200;

export interface InteractionFilter {
  readonly media?: string | undefined;
  readonly state?: InteractionState | undefined;
  readonly queue?: string | undefined;
  /** Who has it. */
  readonly agent?: string | undefined;
}

const queueLengthSchema = z.object({ tenant: z.string(), queue: z.string(), waiting: z.int() });
/** How many wait in a queue. */
export type QueueLength = Readonly<z.infer<typeof queueLengthSchema>>;

/** A queue, and how many of its interactions are wanted at most. */
export interface WantedQueue {
  readonly tenant: string;
  readonly queue: string;
  readonly most: number;
}

/**
 * The interactions in the database. Every method is one statement, so nothing is ever half done; each can be carried out again at any later time,
 * because it finds then that what it is to change has changed. Only the primary of a pair may write.
 */
export class InteractionStore {
  readonly #pool: Statements;
  readonly #fence: () => FenceValues;

  /** @param fence as whom this server writes, at this moment */
  constructor(pool: Statements, fence: () => FenceValues = () => unfenced) {
    this.#pool = pool;
    this.#fence = fence;
  }

  /** Puts an interaction into its queue. One that is there already stays as it is. */
  async submit(submission: Submission): Promise<{ readonly interaction: Interaction; readonly isNew: boolean }> {
    const { interactionId, tenant, media, service, subject, attributes } = submission;
    const { rows } = await this.#pool.query(
      `INSERT INTO interaction (interaction_id, tenant, media, service, subject, attributes, queue)
       SELECT $1, $2, $3, $4, $5, $6::jsonb, $7 WHERE (SELECT primary_only($8, $9)) ON CONFLICT DO NOTHING RETURNING *`,
      [
        interactionId,
        tenant,
        media,
        service,
        subject,
        JSON.stringify(attributes),
        queueOf(submission),
        ...this.#fence(),
      ],
    );
    if (rows[0] !== undefined) return { interaction: rowSchema.parse(rows[0]), isNew: true };
    return { interaction: await this.#known({ tenant, media, interactionId }), isNew: false };
  }

  /** Puts those that are not known yet into their queues, in one statement. @returns these */
  async submitNew(submissions: readonly Submission[]): Promise<readonly Interaction[]> {
    const { rows } = await this.#pool.query(
      `INSERT INTO interaction (interaction_id, tenant, media, service, subject, attributes, queue)
       SELECT "interactionId", tenant, media, service, subject, attributes, queue FROM jsonb_to_recordset($1::jsonb)
         AS each("interactionId" text, tenant text, media text, service text, subject text, attributes jsonb, queue text)
       WHERE (SELECT primary_only($2, $3)) ON CONFLICT DO NOTHING RETURNING *`,
      [JSON.stringify(submissions.map((each) => ({ ...each, queue: queueOf(each) }))), ...this.#fence()],
    );
    return rows.map((row) => rowSchema.parse(row));
  }

  /** The latest interactions of a tenant, oldest first, without their attributes. */
  async list(tenant: string, { media, state, queue, agent }: InteractionFilter = {}): Promise<readonly Interaction[]> {
    const { rows } = await this.#pool.query(
      `SELECT *, '{}'::jsonb AS attributes FROM (
         SELECT interaction_id, tenant, media, service, left(subject, 200) AS subject, queue, state, submitted_at, agent, step FROM interaction
         WHERE tenant = $1 AND media = coalesce($2, media) AND state = coalesce($3, state) AND queue = coalesce($5, queue)
           AND ($6::text IS NULL OR agent = $6)
         ORDER BY submitted_at DESC LIMIT $4
       ) AS latest ORDER BY submitted_at`,
      [tenant, media ?? null, state ?? null, mostListed, queue ?? null, agent ?? null],
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
       WHERE tenant = $1 AND media = $2 AND interaction_id = $3 AND state = ANY ($5)
         AND (SELECT primary_only($6, $7)) RETURNING *`,
      [key.tenant, key.media, key.interactionId, state, statesBefore(state), ...this.#fence()],
    );
    const interaction = rows[0] === undefined ? await this.#known(key) : rowSchema.parse(rows[0]);
    if (interaction.state === state) return interaction;
    throw new RequestError(409, 'ALREADY_FURTHER', `This interaction is ${interaction.state} already.`, 'state');
  }

  /**
   * Carries out what a strategy decided, unless the interaction has been put elsewhere, or somebody has taken it, since `step`.
   * @returns where it is now; nothing, where the decision came too late
   */
  async place(key: InteractionKey, step: number, outcome: Outcome): Promise<Interaction | undefined> {
    const { queue, agent, state, attributes } = placement(outcome);
    const { rows } = await this.#pool.query(
      `UPDATE interaction SET queue = coalesce($5, queue), agent = $6, state = $7, attributes = attributes || $8::jsonb,
         step = step + 1, changed_at = now()
       WHERE tenant = $1 AND media = $2 AND interaction_id = $3 AND step = $4 AND state = 'new'
         AND (SELECT primary_only($9, $10)) RETURNING *`,
      [key.tenant, key.media, key.interactionId, step, queue, agent, state, storableJson(attributes), ...this.#fence()],
    );
    return rows[0] === undefined ? undefined : rowSchema.parse(rows[0]);
  }

  /** Those that wait in these queues for a strategy, of each queue the longest waiting, and these first. */
  async toRoute(queues: readonly WantedQueue[]): Promise<readonly Interaction[]> {
    const { rows } = await this.#pool.query(
      `SELECT found.* FROM unnest($1::text[], $2::text[], $3::int[]) AS wanted (tenant, queue, most)
       CROSS JOIN LATERAL (
         SELECT * FROM interaction i WHERE i.state = 'new' AND i.tenant = wanted.tenant AND i.queue = wanted.queue
         ORDER BY i.changed_at LIMIT wanted.most
       ) AS found ORDER BY found.changed_at`,
      [queues.map(({ tenant }) => tenant), queues.map(({ queue }) => queue), queues.map(({ most }) => most)],
    );
    return rows.map((row) => rowSchema.parse(row));
  }

  /** How many interactions an agent has that are not done. */
  async openOf(tenant: string, agent: string): Promise<number> {
    const { rows } = await this.#pool.query(
      `SELECT count(*)::int AS open FROM interaction WHERE tenant = $1 AND agent = $2 AND state <> 'done'`,
      [tenant, agent],
    );
    return z.array(z.object({ open: z.int() })).parse(rows)[0]?.open ?? 0;
  }

  /** The queues in which something waits, the longest first. */
  async queueLengths(tenants: readonly string[]): Promise<readonly QueueLength[]> {
    const { rows } = await this.#pool.query(
      `SELECT tenant, queue, count(*)::int AS waiting FROM interaction WHERE state = 'new' AND tenant = ANY ($1)
       GROUP BY tenant, queue ORDER BY waiting DESC, tenant, queue LIMIT $2`,
      [tenants, mostListed],
    );
    return z.array(queueLengthSchema).parse(rows);
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

function placement(outcome: Outcome): {
  readonly queue: string | null;
  readonly agent: string | null;
  readonly state: InteractionState;
  readonly attributes: Readonly<Record<string, string>>;
} {
  const { attributes } = outcome;
  switch (outcome.to) {
    case 'queue':
      return { queue: outcome.queue, agent: null, state: 'new', attributes };
    case 'agent':
      return { queue: null, agent: outcome.agent, state: 'in-progress', attributes };
    case 'end':
      return { queue: null, agent: null, state: 'done', attributes };
    case 'set-aside':
      return { queue: setAsideQueue, agent: null, state: 'new', attributes: { ...attributes, reason: outcome.reason } };
  }
}
