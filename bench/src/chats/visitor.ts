import { randomUUID } from 'node:crypto';
import { askUntilAnswered, whereTold } from './asks-again.js';
import type { AsksAgain } from './asks-again.js';
import type { ChatReply } from './chat-reply.js';
import type { LoadRecord } from './load-record.js';
import type { Answer, WebNodes } from './web-nodes.js';

const everyMs = 1_000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export interface VisitorOptions {
  readonly number: number;
  /** @defaultValue `support` */
  readonly service?: string;
  /** The web node where the chat begins, counted from 0. */
  readonly webNode: number;
  readonly webNodes: WebNodes;
  readonly record: LoadRecord;
  /** Keeps the alias of the first reply for ever, as some clients do; others take it from every reply. */
  readonly isKeepingAlias: boolean;
  /** @defaultValue where told */
  readonly asksAgain?: AsksAgain;
}

/** Somebody in a chat, who says something each second. */
export class Visitor {
  readonly #options: Required<VisitorOptions>;
  #chat: ChatReply | undefined;
  #alias = '';
  #requests = 0;
  readonly #acknowledged: string[] = [];

  constructor(options: VisitorOptions) {
    this.#options = { service: 'support', asksAgain: whereTold, ...options };
  }

  /** The alias under which the chat began: one for each Chat Server. */
  get firstAlias(): string | undefined {
    return this.#chat?.alias;
  }

  async begin(): Promise<void> {
    const { record, number } = this.#options;
    const answer = await this.#ask('begin', '', { nickname: `Visitor ${number}`, subject: 'Load' });
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
    for (const text of this.#acknowledged) {
      record.found(said.filter((one) => one === text).length, `${text} in chat ${answer.reply.chatId}`);
    }
    await this.#request('disconnect', {});
  }

  async #say(message: string): Promise<void> {
    const answer = await this.#request('send', { message, transcriptPosition: '0', requestId: randomUUID() });
    if (answer?.reply?.statusCode === 0) this.#acknowledged.push(message);
  }

  async #request(operation: string, fields: Readonly<Record<string, string>>): Promise<Answer<ChatReply> | undefined> {
    const { record, isKeepingAlias } = this.#options;
    const chat = this.#chat;
    if (chat === undefined) return undefined;
    const { chatId, userId, secureKey } = chat;
    const identity = { userId, secureKey, alias: this.#alias };
    const before = this.#requests;
    const answer = await this.#ask(operation, `/${chatId}/${operation}`, { ...identity, ...fields });
    // Who asked to leave, heard nothing, and asks again is told that the chat is over: as was wanted.
    const isAskedAgain = this.#requests - before > 1;
    if (operation === 'disconnect' && isAskedAgain && answer.reply?.chatEnded === true) return answer;
    if (answer.reply?.statusCode !== 0) record.failed(operation, describe(answer));
    else if (answer.reply.alias !== this.#alias) {
      record.moved();
      if (!isKeepingAlias) this.#alias = answer.reply.alias;
    }
    if (answer.reply?.chatEnded === true && operation !== 'disconnect') this.#chat = undefined;
    return answer;
  }

  /** Each attempt goes to the next web node, under the same number. */
  #ask(operation: string, path: string, fields: Readonly<Record<string, string>>): Promise<Answer<ChatReply>> {
    const { webNodes, webNode, record, service, asksAgain } = this.#options;
    return askUntilAnswered({ operation, record, asksAgain }, () => {
      const n = webNode + this.#requests;
      this.#requests += 1;
      return webNodes.post<ChatReply>(n, `/genesys/2/chat/${service}${path}`, fields);
    });
  }
}

const describe = ({ httpStatus, reply, problem }: Answer<ChatReply>): string =>
  reply === undefined
    ? `${httpStatus}: ${problem ?? ''}`
    : `statusCode ${reply.statusCode}: ${JSON.stringify(reply.errors)}`;
