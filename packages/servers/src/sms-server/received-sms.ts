import { createHash } from 'node:crypto';
import type { Submission } from '../interaction-server/interaction.js';
import { subjectOf, textAttributes } from '../media-server/text-attributes.js';

/** A whole text message from a customer. */
export interface ReceivedSms {
  readonly tenant: string;
  readonly service: string;
  readonly source: string;
  readonly destination: string;
  readonly text: string;
  /** The numbers that the SMS Center gave it, or its parts. */
  readonly messageIds: readonly string[];
  /** The parts that never came. */
  readonly missingParts?: readonly number[];
}

export const sms = 'sms';

/** The interaction that a message is: the same one, however often the message is delivered. */
export function submissionOf(message: ReceivedSms): Submission {
  const { tenant, service, source, destination, text, messageIds, missingParts = [] } = message;
  return {
    ...{ interactionId: identityOf(message), tenant, media: sms, service, subject: subjectOf(text) },
    attributes: {
      ...{ From: source, To: destination, MessageId: messageIds.join(', ').slice(0, 4_000), ...textAttributes(text) },
      ...(missingParts.length > 0 && { MissingParts: missingParts.join(', ') }),
    },
  };
}

const identityOf = ({ source, destination, text, messageIds }: ReceivedSms): string =>
  createHash('sha256')
    .update(JSON.stringify([messageIds, source, destination, text]))
    .digest('hex');
