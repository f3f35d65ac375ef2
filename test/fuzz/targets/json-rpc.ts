import { EventEmitter } from 'node:events';
import fc from 'fast-check';
import type { WebSocket } from 'ws';
import { RequestError } from '../../../packages/servers/src/application-server/request-error.js';
import { JsonRpcPeer } from '../../../packages/servers/src/json-rpc/json-rpc-peer.js';
import { hold } from '../../oracles/hold.js';
import type { TextTarget } from '../fuzz-target.js';
import { nextTurn } from '../../../packages/sdk/src/time/next-turn.js';
import { aJsonRpcFrame, jsonRpcDictionary } from '../shapes/json-rpc-frame.js';

const longestAnswer = 2_000;

/** A WebSocket that goes nowhere. */
class DeadEnd extends EventEmitter {
  readonly OPEN = 1;
  readonly readyState = 1;
  readonly bufferedAmount = 0;
  readonly sent: string[] = [];
  readonly closings: number[] = [];
  isPaused = false;
  send = (text: string): void => void this.sent.push(text);
  close = (code: number): void => void this.closings.push(code);
  pause = (): void => void (this.isPaused = true);
  resume = (): void => void (this.isPaused = false);
  terminate = (): void => void this.closings.push(1006);
}

/** Frames of a connection, a line each. */
export const jsonRpc: TextTarget = {
  name: 'json-rpc',
  property:
    'a frame is answered once, under its id, or ends the connection with 1007; only methods that there are are carried out',
  reads: 'text',
  dictionary: [...jsonRpcDictionary, '\n'],
  shaped: fc.array(aJsonRpcFrame, { minLength: 1, maxLength: 3 }).map((frames) => frames.join('\n')),
  oracle: async (input) => {
    const socket = new DeadEnd();
    const carriedOut: string[] = [];
    const unforeseen: unknown[] = [];
    const failure = new TypeError('a method fails');
    new JsonRpcPeer(socket as unknown as WebSocket, {
      methods: {
        echo: (params) => (carriedOut.push('echo'), { params }),
        fail: () => {
          carriedOut.push('fail');
          throw failure;
        },
        refuse: () => {
          carriedOut.push('refuse');
          throw new RequestError(400, 'REFUSED', 'No.', 'a');
        },
      },
      onClosed: () => undefined,
      onUnforeseen: (error) => unforeseen.push(error),
    });
    const frames = input.split('\n');
    for (const frame of frames) socket.emit('message', Buffer.from(frame));
    await nextTurn();

    hold(
      socket.closings.every((code) => code === 1007),
      'a connection ends with another code',
    );
    hold(socket.sent.length + socket.closings.length <= frames.length, 'a frame is answered twice');
    hold(
      carriedOut.length <= socket.sent.length + notifications(frames),
      'something is carried out that nobody asked for',
    );
    hold(
      unforeseen.every((error) => error === failure),
      () => `something unforeseen happens: ${String(unforeseen[0])}`,
    );
    hold(!socket.isPaused, 'nobody is heard any more');
    for (const [at, text] of socket.sent.entries()) expectAnswer(text, frames, at);
    return carriedOut.length > 0 ? 'taken' : 'refused';
  },
};

const notifications = (frames: readonly string[]): number => frames.filter((frame) => !frame.includes('"id"')).length;

function expectAnswer(text: string, frames: readonly string[], at: number): void {
  const answer = JSON.parse(text) as Readonly<Record<string, unknown>>;
  hold(answer.jsonrpc === '2.0' && 'id' in answer, 'an answer is no answer of JSON-RPC 2.0');
  hold('result' in answer !== 'error' in answer, 'an answer has a result and an error, or neither');
  const asked = Math.max(...frames.map(({ length }) => length));
  hold(text.length <= longestAnswer + 6 * asked, () => `answer ${at} has ${text.length} characters`);
}
