import type { RequestListener } from 'node:http';

const body = JSON.stringify({
  error: { code: 'UPGRADE_REQUIRED', message: 'A proxy speaks JSON-RPC 2.0 over WebSocket only: connect to ws://.' },
});

/** Whoever speaks plain HTTP to a proxy is told what it speaks. */
export const upgradeRequired: RequestListener = (_request, response) => {
  response.writeHead(426, {
    ...{ 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    ...{ connection: 'Upgrade, close', upgrade: 'websocket' },
  });
  response.end(body);
};
