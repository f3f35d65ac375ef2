import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '@eservices-lb/sdk';
import type { Logger } from 'pino';
import type { Submission } from '../interaction-server/interaction.js';
import type { InteractionSubmitter } from '../media-server/interaction-submitter.js';
import type { SetAside, SetAsideStore } from '../media-server/set-aside-store.js';
import { PeerError } from '../json-rpc/peer-error.js';
import { commandStatus } from '../smpp/command-status.js';
import type { ShortMessage } from '../smpp/short-message.js';
import { internationalNumber } from './international-number.js';
import type { MessageParts } from './message-parts.js';
import type { NumberSubsets } from './number-subsets.js';
import type { PartGroup } from './part-store.js';
import { submissionOf } from './received-sms.js';
import type { ReceivedSms } from './received-sms.js';

export interface InboundMessagesOptions {
  readonly subsets: Pick<NumberSubsets, 'ownerOf' | 'describe'>;
  readonly submitter: Pick<InteractionSubmitter, 'submit'>;
  readonly parts: () => Pick<MessageParts, 'add'>;
  readonly setAside: Pick<SetAsideStore, 'add'>;
  /** Where numbers without international prefix are, and what the submissions' service is called. */
  readonly settings: () => { readonly country: string; readonly service: string };
  readonly isAccepting: () => boolean;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Within so long Interaction Server has it, or the SMS Center keeps it for another attempt. */
const submitLimitMs = 10_000;
/** What has more of them is no text that anybody reads. */
const mostAttributes = 50;

/** Why a message is set aside. */
interface Why {
  readonly source: string | undefined;
  readonly destination: string;
  readonly reason: string;
}

/** What the SMS Center delivers: acknowledged only when Interaction Server, or the database, has it. */
export class InboundMessages {
  readonly #options: InboundMessagesOptions;
  readonly #underWay = new Map<string, Promise<void>>();
  /** Of what is under way. One signal for all would keep something of every message that it was combined with. */
  readonly #aborts = new Set<AbortController>();
  #closing: Error | undefined;
  received = 0;
  submitted = 0;
  setAside = 0;
  /** Messages that are another server's. */
  rejected = 0;

  constructor(options: InboundMessagesOptions) {
    this.#options = options;
  }

  get waiting(): number {
    return this.#underWay.size;
  }

  /** Takes a message. @returns the command status to answer with */
  async take(message: ShortMessage): Promise<number> {
    const { isAccepting, log } = this.#options;
    if (message.isReceipt) return commandStatus.ok;
    if (!isAccepting()) return commandStatus.temporaryError;
    try {
      return await this.#take(message);
    } catch (error) {
      // The SMS Center keeps it, and delivers it again.
      log.warn({ reason: error instanceof Error ? error.message : error }, 'a message cannot be taken now');
      return commandStatus.temporaryError;
    }
  }

  async #take(message: ShortMessage): Promise<number> {
    const { subsets, settings } = this.#options;
    const { country } = settings();
    const source = internationalNumber(message.source, country);
    const destination = internationalNumber(message.destination, country) ?? message.destination.written;
    const owner = subsets.ownerOf(source, destination);
    if (owner.by === 'other' || (owner.by === 'nobody' && !owner.isKeeper)) {
      this.rejected += 1;
      return commandStatus.rejected;
    }
    this.received += 1;
    if (owner.by === 'nobody' || source === undefined) {
      const reason =
        source === undefined
          ? `"${message.source.written}" is no telephone number, so no SMS Server serves it.`
          : `No SMS Server serves messages from ${source} to ${destination} (SMS-2): there are ${subsets.describe()}.`;
      await this.#putAside(message, { source, destination, reason });
    } else await this.#keep(message, { source, destination, tenant: owner.tenant });
    return commandStatus.ok;
  }

  async #keep(
    message: ShortMessage,
    known: { readonly source: string; readonly destination: string; readonly tenant: string },
  ): Promise<void> {
    const { parts, settings } = this.#options;
    const { content, part } = message;
    if ('problem' in content) await this.#putAside(message, { ...known, reason: content.problem });
    else if (part !== undefined) {
      const messageId = message.messageId ?? createHash('sha256').update(message.bytes).digest('hex');
      await parts().add({ ...known, ...part, messageId, text: content.text });
    } else {
      // Without a number of the SMS Center two equal messages cannot be told from one that is delivered twice: none is lost.
      const messageIds = [message.messageId ?? randomUUID()];
      await this.submit({ ...known, text: content.text, messageIds, service: settings().service });
    }
  }

  /** A message of which all parts are there that will come. */
  submitGroup({ source, destination, tenant, total, parts }: PartGroup): Promise<void> {
    const byNumber = new Map(parts.map((part) => [part.number, part]));
    const numbers = Array.from({ length: total }, (_, at) => at + 1);
    return this.submit({
      ...{ source, destination, tenant, service: this.#options.settings().service },
      text: numbers.map((number) => byNumber.get(number)?.text ?? ' … ').join(''),
      messageIds: parts.map(({ messageId }) => messageId),
      missingParts: numbers.filter((number) => !byNumber.has(number)),
    });
  }

  /** Resolves when Interaction Server has it, or when it is set aside because Interaction Server never takes it. */
  submit(message: ReceivedSms): Promise<void> {
    const submission = submissionOf(message);
    const known = this.#underWay.get(submission.interactionId);
    if (known !== undefined) return known;
    const submitting = this.#submit(submission).finally(() => {
      this.#underWay.delete(submission.interactionId);
    });
    this.#underWay.set(submission.interactionId, submitting);
    return submitting;
  }

  /** What is under way is given up: the SMS Center keeps it. */
  close(): void {
    this.#closing = new Error('The SMS Server stops.');
    for (const abort of this.#aborts) abort.abort(this.#closing);
  }

  async #submit(submission: Submission): Promise<void> {
    const { submitter, clock } = this.#options;
    const { interactionId, attributes } = submission;
    if (Object.keys(attributes).length > mostAttributes) {
      await this.#addAside({ itemId: interactionId, reason: 'It is too long to be an interaction.', item: submission });
      return;
    }
    if (this.#closing !== undefined) throw this.#closing;
    const abort = new AbortController();
    this.#aborts.add(abort);
    const cancel = clock.after(submitLimitMs, () => {
      abort.abort(new Error('Interaction Server does not take it within 10 s.'));
    });
    try {
      const { isNew } = await submitter.submit(submission, abort.signal);
      if (isNew) this.submitted += 1;
    } catch (error) {
      if (!(error instanceof PeerError)) throw error;
      const reason = `Interaction Server does not take it: ${error.message}`;
      await this.#addAside({ itemId: interactionId, reason, item: submission });
    } finally {
      cancel();
      this.#aborts.delete(abort);
    }
  }

  async #putAside({ source, content, bytes, messageId }: ShortMessage, why: Why): Promise<void> {
    const item = {
      ...{ from: why.source ?? source.written, to: why.destination, messageId, bytes: bytes.toString('hex') },
      ...('text' in content && { text: content.text }),
    };
    const itemId = createHash('sha256')
      .update(JSON.stringify([messageId ?? randomUUID(), item]))
      .digest('hex');
    await this.#addAside({ itemId, reason: why.reason, item });
  }

  async #addAside(one: SetAside): Promise<void> {
    const { setAside, log } = this.#options;
    await setAside.add(one);
    this.setAside += 1;
    log.warn({ itemId: one.itemId, reason: one.reason }, 'a message is set aside');
  }
}
