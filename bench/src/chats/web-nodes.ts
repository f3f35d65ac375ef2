import { Pool } from 'undici';
import type { Dispatcher } from 'undici';

export interface Answer<T> {
  /** 0 where there was none. */
  readonly httpStatus: number;
  readonly reply?: T;
  readonly problem?: string;
}

export interface WebNodesOptions {
  /** How long an answer may take, ms. */
  readonly limitMs?: number;
}

const connections = 128;
const usualLimitMs = 10_000;

/** The web nodes, as clients see them: any request may go to any of them. */
export class WebNodes {
  readonly #pools: readonly Pool[];
  readonly #limitMs: number;

  constructor(urls: readonly string[], { limitMs = usualLimitMs }: WebNodesOptions = {}) {
    this.#limitMs = limitMs;
    this.#pools = urls.map((url) => new Pool(url, { connections, bodyTimeout: limitMs, headersTimeout: limitMs }));
  }

  get count(): number {
    return this.#pools.length;
  }

  /** A form to the n-th web node, counted round and round. Never rejects. */
  post<T>(n: number, path: string, fields: Readonly<Record<string, string>>): Promise<Answer<T>> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.request(n, { method: 'POST', path, headers, body: new URLSearchParams(fields).toString() });
  }

  /** One request to the n-th web node, counted round and round. An answer that is no JSON has no reply. Never rejects. */
  async request<T>(
    n: number,
    options: Pick<Dispatcher.RequestOptions, 'method' | 'path' | 'headers' | 'body'>,
  ): Promise<Answer<T>> {
    const pool = this.#pools[n % this.#pools.length];
    if (pool === undefined) throw new Error('There is no web node.');
    try {
      const { statusCode, headers, body } = await pool.request({
        ...options,
        signal: AbortSignal.timeout(this.#limitMs),
      });
      const text = await body.text();
      const isJson = String(headers['content-type']).startsWith('application/json');
      return statusCode === 200
        ? { httpStatus: statusCode, ...(isJson && { reply: JSON.parse(text) as T }) }
        : { httpStatus: statusCode, problem: text.slice(0, 300) };
    } catch (error) {
      return { httpStatus: 0, problem: error instanceof Error ? error.message : String(error) };
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#pools.map((pool) => pool.close()));
  }
}
