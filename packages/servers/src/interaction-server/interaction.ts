import { z } from 'zod';

/** `chat`, `email`, `sms`, `social`, and whatever other media there are. */
export const mediaSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/, 'a name of at most 32 small letters, digits and hyphens is expected');

/** In this order, and never back. */
export const interactionStates = ['new', 'in-progress', 'done'] as const;
export type InteractionState = (typeof interactionStates)[number];

/** Which interaction is meant. */
export interface InteractionKey {
  readonly tenant: string;
  readonly media: string;
  readonly interactionId: string;
}

/** The same for the same interaction, and for no other. */
export const keyText = ({ tenant, media, interactionId }: InteractionKey): string =>
  JSON.stringify([tenant, media, interactionId]);

/** A chat, e-mail, message …, as a media server or the web tier submits it. */
export interface Submission extends InteractionKey {
  /** The media server's own number of it. */
  readonly interactionId: string;
  readonly service: string;
  readonly subject: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Where it is to go; to the inbound queue of its media, where nothing is said. */
  readonly queue?: string | undefined;
}

/** An interaction in its queue. `submittedUtc` is ms since 1970. */
export interface Interaction extends Submission {
  readonly queue: string;
  readonly state: InteractionState;
  readonly submittedUtc: number;
  /** Who has it. */
  readonly agent?: string;
  /** How often it was put somewhere; what was decided at an earlier one is of no use any more. */
  readonly step: number;
}

/** Where new interactions of a media go; each tenant has queues of its own. */
export const inboundQueue = (of: string): string => `inbound-${of}`;

/** The queue of a new interaction. */
export const queueOf = ({ queue, media }: Pick<Submission, 'queue' | 'media'>): string => queue ?? inboundQueue(media);

/** Where interactions go with which nothing that a strategy says can be done. */
export const setAsideQueue = 'set-aside';

/** The states from which one may come to this one. */
export const statesBefore = (state: InteractionState): readonly InteractionState[] =>
  interactionStates.slice(0, interactionStates.indexOf(state));
