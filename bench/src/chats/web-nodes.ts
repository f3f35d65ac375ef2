import { Pool } from 'undici';

/** As much of a reply of Chat API Version 2 as a visitor looks at. */
export interface ChatReply {
  readonly chatId: string;
  readonly statusCode: number;
  readonly alias: string;
  readonly userId: string;
  readonly secureKey: string;
  readonly chatEnded: boolean;
  readonly nextPosition: number;
  readonly messages: readonly { readonly type: string; readonly text?: string }[];
  readonly errors?: readonly { readonly code: number; readonly message: string }[];
}

export interface Answer {
  /** 0 where there was none. */
  readonly httpStatus: number;
  readonly reply?: ChatReply;
  readonly problem?: string;
}

const connections = 128;
const limitMs = 10_000;

/** The web nodes, as clients see them: any request may go to any of them. */
export class WebNodes {
  readonly #pools: readonly Pool[];

  constructor(urls: readonly string[]) {
    this.#pools = urls.map((url) => new Pool(url, { connections, bodyTimeout: limitMs, headersTimeout: limitMs }));
  }

  get count(): number {
    return this.#pools.length;
  }

  /** One request to the n-th web node, counted round and round. Never rejects. */
  async post(n: number, path: string, fields: Readonly<Record<string, string>>): Promise<Answer> {
    const pool = this.#pools[n % this.#pools.length];
    if (pool === undefined) throw new Error('There is no web node.');
    try {
      const { statusCode, body } = await pool.request({
        method: 'POST',
        path: `/genesys/2/chat/support${path}`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(fields).toString(),
      });
      const text = await body.text();
      return statusCode === 200
        ? { httpStatus: statusCode, reply: JSON.parse(text) as ChatReply }
        : { httpStatus: statusCode, problem: text.slice(0, 300) };
    } catch (error) {
      return { httpStatus: 0, problem: error instanceof Error ? error.message : String(error) };
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#pools.map((pool) => pool.close()));
  }
}
