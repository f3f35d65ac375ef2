import { eventually } from '../../estate/eventually.js';
import type { Fault } from '../fault.js';
import { aSmallControlServer, chat, optionsFor } from './a-small-control-server.js';
import { startWebNode } from './start-web-node.js';

const blockedMs = 5_000;
/** Far shorter than the block, and far longer than the heartbeats are apart. */
const silenceLimitMs = 2_000;

export const blockedEventLoop: Fault = {
  row: 'F32',
  kind: 'processes',
  fault: `nothing runs in the web node for ${blockedMs / 1_000} s`,
  condition:
    'nobody is declared dead: no loss, no new connection, no stale; what happened meanwhile is known afterwards',
  async play() {
    await using scs = await aSmallControlServer([
      { name: 'chat-1', port: 9101 },
      { name: 'chat-2', port: 9102 },
    ]);
    await using web = await startWebNode(optionsFor(scs, { silenceLimitMs }));
    await web.ask('ready');
    await eventually('a live view', async () => ((await web.ask('health')).source === 'live' ? true : undefined));
    await web.ask('sources');

    const blocked = web.ask('block', blockedMs);
    scs.world.report('chat-1', 'stopped');
    await blocked;

    const health = await eventually('what happened meanwhile', async () => {
      const now = await web.ask('health');
      return now.revision === scs.world.version.revision ? now : undefined;
    });
    await eventually('a heartbeat after it', async () =>
      (await web.ask('health')).ageMs < silenceLimitMs ? true : undefined,
    );
    expect(health.counts.losses).toBe(0);
    expect(await web.ask('sources')).toEqual(['live']);
    expect(new Set(await web.ask('selectMany', chat, 10))).toEqual(new Set(['chat-2']));
    return { losses: health.counts.losses, 'ms since the last sign of life': health.ageMs };
  },
};
