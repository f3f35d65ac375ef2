import { randomUUID } from 'node:crypto';
import type { LoadRecord } from './load-record.js';
import type { Answer, ChatReply, WebNodes } from './web-nodes.js';

const everyMs = 1_000;
const retryMs = 250;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export interface VisitorOptions {
  readonly number: number;
  /** The web node where the chat begins, counted from 0. */
  readonly webNode: number;
  readonly webNodes: WebNodes;
  readonly record: LoadRecord;
  /** Keeps the alias of the first reply for ever, as some clients do; others take it from every reply. */
  readonly isKeepingAlias: boolean;
}

/** Somebody in a chat, who says something each second. */
export class Visitor {
  readonly #options: VisitorOptions;
  #chat: ChatReply | undefined;
  #alias = '';
  #requests = 0;
  readonly #acknowledged: string[] = [];

  constructor(options: VisitorOptions) {
    this.#options = options;
  }

  /** The alias under which the chat began: one for each Chat Server. */
  get firstAlias(): string | undefined {
    return this.#chat?.alias;
  }

  async begin(): Promise<void> {
    const { webNodes, webNode, record, number } = this.#options;
    const from = performance.now();
    const answer = await webNodes.post(webNode, '', { nickname: `Visitor ${number}`, subject: 'Load' });
    record.answered(performance.now() - from);
    if (answer.reply?.statusCode !== 0) record.failed('begin', describe(answer));
    else this.#chat = answer.reply;
    this.#alias = this.#chat?.alias ?? '';
  }

  /** Says something each second until the clock of the process reaches `until`, ms. */
  async talk(until: number): Promise<void> {
    let next = performance.now();
    for (let count = 1; next < until && this.#chat !== undefined; count += 1) {
      await this.#say(`message ${count} of visitor ${this.#options.number}`);
      next += everyMs;
      const wait = next - performance.now();
      if (wait > 0) await pause(wait);
      else this.#options.record.late();
    }
  }

  /** Reads the whole transcript and compares it with what was acknowledged; then leaves. */
  async check(): Promise<void> {
    const { record } = this.#options;
    const answer = await this.#request('refresh', { transcriptPosition: '1' });
    if (answer?.reply?.statusCode !== 0) return;
    const said = answer.reply.messages.filter(({ type }) => type === 'Message').map(({ text }) => text);
    for (const text of this.#acknowledged) record.found(said.filter((one) => one === text).length);
    await this.#request('disconnect', {});
  }

  async #say(message: string): Promise<void> {
    const answer = await this.#request('send', { message, transcriptPosition: '0', requestId: randomUUID() });
    if (answer?.reply?.statusCode === 0) this.#acknowledged.push(message);
  }

  /** As the clients of the API do, asks again where the Chat Server cannot be reached for the moment; under the same number. */
  async #request(operation: string, fields: Readonly<Record<string, string>>): Promise<Answer | undefined> {
    const { webNodes, webNode, record, isKeepingAlias } = this.#options;
    const chat = this.#chat;
    if (chat === undefined) return undefined;
    const { chatId, userId, secureKey } = chat;
    for (;;) {
      const from = performance.now();
      this.#requests += 1;
      const identity = { userId, secureKey, alias: this.#alias };
      const answer = await webNodes.post(webNode + this.#requests, `/${chatId}/${operation}`, {
        ...identity,
        ...fields,
      });
      record.answered(performance.now() - from);
      if (answer.reply?.statusCode === 1) {
        record.interrupted();
        await pause(retryMs);
        continue;
      }
      if (answer.reply?.statusCode !== 0) record.failed(operation, describe(answer));
      else if (answer.reply.alias !== this.#alias) {
        record.moved();
        if (!isKeepingAlias) this.#alias = answer.reply.alias;
      }
      if (answer.reply?.chatEnded === true && operation !== 'disconnect') this.#chat = undefined;
      return answer;
    }
  }
}

const describe = ({ httpStatus, reply, problem }: Answer): string =>
  reply === undefined
    ? `${httpStatus}: ${problem ?? ''}`
    : `statusCode ${reply.statusCode}: ${JSON.stringify(reply.errors)}`;
