export const media = ['chat', 'email'] as const;
export type Media = (typeof media)[number];

/** In this order, and never back. */
export const interactionStates = ['new', 'in-progress', 'done'] as const;
export type InteractionState = (typeof interactionStates)[number];

/** A chat or e-mail, as a media server or the web tier submits it. */
export interface Submission {
  /** The media server's own number of it. */
  readonly interactionId: string;
  readonly media: Media;
  readonly tenant: string;
  readonly service: string;
  readonly subject: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** An interaction in its queue. `submittedUtc` is ms since 1970. */
export interface Interaction extends Submission {
  readonly queue: string;
  readonly state: InteractionState;
  readonly submittedUtc: number;
}

/** Where new interactions of a media go; each tenant has queues of its own. */
export const inboundQueue = (of: Media): string => `inbound-${of}`;

/** The states from which one may come to this one. */
export const statesBefore = (state: InteractionState): readonly InteractionState[] =>
  interactionStates.slice(0, interactionStates.indexOf(state));
