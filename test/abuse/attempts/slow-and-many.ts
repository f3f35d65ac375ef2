import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { allOf, inWords, statusOf } from '../answer.js';
import type { Attempt } from '../attempt.js';
import type { Stage } from '../stage.js';

const half = 'POST /genesys/2/chat/support HTTP/1.1\r\nHost: a\r\n';
const withoutBody = `${half}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nnick`;
const chunked = `${half}Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nnick\r\n`;

const connections = 300;

export const slowAndMany: readonly Attempt[] = [
  {
    ...{
      who: 'visitor',
      attempt: 'never ends the head of a request',
      surface: 'front door, web node, application server, control server',
    },
    ...{ expected: '408', isSlow: true },
    play: async (stage) => {
      const all = [stage.frontDoor, stage.web, stage.urlOf('ChatServer_1'), stage.scs];
      return allOf(await Promise.all(all.map(async (url) => statusOf(await stage.send(url, half)))));
    },
  },
  {
    ...{ who: 'visitor', attempt: 'never ends the body of a request', surface: 'front door, web node' },
    ...{ expected: '408', isSlow: true },
    play: async (stage) => {
      const sent = [stage.frontDoor, stage.web].flatMap((url) => [
        stage.send(url, withoutBody),
        stage.send(url, chunked),
      ]);
      return allOf((await Promise.all(sent)).map(statusOf));
    },
  },
  {
    ...{
      who: 'visitor',
      attempt: `opens ${connections} connections and says nothing`,
      surface: 'front door, web node, control server',
    },
    expected: '200 for everybody else',
    play: async (stage) => {
      const idle: Socket[] = [];
      try {
        for (const url of [stage.frontDoor, stage.web, stage.scs]) {
          for (let count = 0; count < connections; count += 1) idle.push(opened(url));
        }
        await Promise.all(idle.map((socket) => once(socket, 'connect')));
        return `${allOf(await others(stage))} for everybody else`;
      } finally {
        for (const socket of idle) socket.destroy();
      }
    },
  },
];

function opened(url: string): Socket {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  return socket;
}

const others = async (stage: Stage): Promise<readonly string[]> => {
  const form = { nickname: 'Somebody else' };
  return [
    inWords(await stage.ask(`${stage.frontDoor}/genesys/2/chat/support`, { form })),
    inWords(await stage.ask(`${stage.web}/genesys/2/chat/support`, { form })),
    inWords(await stage.ask(`${stage.scs}/api/v1/health`)),
  ];
};
