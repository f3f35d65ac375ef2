import { JSONRPCClient, JSONRPCErrorException, JSONRPCServer, JSONRPCServerAndClient } from 'json-rpc-2.0';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import { RequestError } from '../application-server/request-error.js';
import { PeerError } from './peer-error.js';

/** Carries out a request of the other side. What it throws is the answer: a RequestError as it is, anything else as INTERNAL_ERROR. */
export type Method = (params: unknown) => unknown;
export type Methods = Readonly<Record<string, Method>>;

export interface JsonRpcPeerOptions {
  /** What the other side may ask, by name. */
  readonly methods: Methods;
  /** The connection is over. */
  readonly onClosed: () => void;
  /** A method failed in a way that nobody foresaw. */
  readonly onUnforeseen: (error: unknown) => void;
}

/** So many requests of the other side may be under way; then no more is read until some are answered. */
const mostInProgress = 256;
/** Who leaves so many bytes unread is cut off. */
const longestBacklogBytes = 8 * 1024 * 1024;
const usualLimitMs = 5_000;
const serverError = -32_000;

const reasonSchema = z.object({ message: z.string(), data: z.object({ code: z.string() }).optional() });

/** A request or an answer. Many in one are refused: they would be carried out all at once. */
const messageSchema = z.union([
  z.object({ jsonrpc: z.literal('2.0'), method: z.string() }),
  z.object({ jsonrpc: z.literal('2.0'), id: z.unknown(), result: z.unknown() }),
  z.object({ jsonrpc: z.literal('2.0'), id: z.unknown(), error: z.object({}) }),
]);

/** One side of a WebSocket on which both sides may ask (JSON-RPC 2.0). */
export class JsonRpcPeer {
  readonly #socket: WebSocket;
  readonly #both: JSONRPCServerAndClient;
  readonly #options: JsonRpcPeerOptions;
  #inProgress = 0;

  constructor(socket: WebSocket, options: JsonRpcPeerOptions) {
    this.#socket = socket;
    this.#options = options;
    const server = new JSONRPCServer({ errorListener: () => undefined });
    const client = new JSONRPCClient((payload) => {
      this.#send(payload);
    });
    this.#both = new JSONRPCServerAndClient(server, client, { errorListener: () => undefined });
    for (const [name, method] of Object.entries(options.methods)) server.addMethod(name, this.#carryOut(method));
    socket.on('message', (data) => {
      void this.#receive((data as Buffer).toString());
    });
    socket.on('error', () => undefined);
    socket.once('close', () => {
      this.#both.rejectAllPendingRequests('gone');
      options.onClosed();
    });
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /**
   * Asks the other side.
   * @throws PeerError
   */
  async request(method: string, params: object, { limitMs = usualLimitMs } = {}): Promise<unknown> {
    if (!this.isOpen) throw new PeerError('PEER_GONE', `There is no connection to ask for ${method}.`);
    const limited = this.#both.timeout(limitMs);
    try {
      return (await limited.request(method, params, undefined)) as unknown;
    } catch (error) {
      const isSilent = error instanceof Error && error.message === 'Request timeout';
      throw this.#asPeerError(error, { method, isSilent });
    }
  }

  /** Tells the other side something that needs no answer. */
  notify(method: string, params: object): void {
    if (this.isOpen) this.#both.notify(method, params, undefined);
  }

  /** Ends the connection; what is under way is not answered. */
  close(code = 1000, reason = ''): void {
    this.#socket.close(code, reason);
  }

  #send(payload: unknown): void {
    if (!this.isOpen) throw new PeerError('PEER_GONE', 'The connection is over.');
    if (this.#socket.bufferedAmount > longestBacklogBytes) {
      this.#socket.terminate();
      return;
    }
    this.#socket.send(JSON.stringify(payload));
  }

  async #receive(text: string): Promise<void> {
    const payload = parsed(text);
    if (!messageSchema.safeParse(payload).success) {
      this.#socket.close(1007, 'Send JSON-RPC 2.0, one message at a time.');
      return;
    }
    this.#inProgress += 1;
    if (this.#inProgress === mostInProgress) this.#socket.pause();
    try {
      await this.#both.receiveAndSend(payload, undefined, undefined);
    } catch {
      // The other side is gone: it has no use for an answer.
    } finally {
      this.#inProgress -= 1;
      if (this.#inProgress === mostInProgress - 1) this.#socket.resume();
    }
  }

  #carryOut(method: Method): (params: unknown) => Promise<unknown> {
    return async (params) => {
      try {
        return (await method(params)) ?? null;
      } catch (error) {
        if (!(error instanceof RequestError)) this.#options.onUnforeseen(error);
        const { code, message, status, field } = asRequestError(error);
        throw new JSONRPCErrorException(message, serverError, { code, status, ...(field !== undefined && { field }) });
      }
    };
  }

  #asPeerError(error: unknown, { method, isSilent }: { method: string; isSilent: boolean }): PeerError {
    if (error instanceof PeerError) return error;
    if (!this.isOpen) return new PeerError('PEER_GONE', `The connection was lost before ${method} was answered.`);
    if (isSilent) return new PeerError('PEER_SILENT', `There was no answer to ${method} in time.`);
    const reason = reasonSchema.safeParse(error).data;
    const { message = 'It was refused.', data } = reason ?? {};
    return new PeerError('PEER_REFUSED', message, data?.code ?? 'INTERNAL_ERROR', { cause: error });
  }
}

function asRequestError(error: unknown): RequestError {
  return error instanceof RequestError
    ? error
    : new RequestError(500, 'INTERNAL_ERROR', 'The server failed; its log says why.');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
