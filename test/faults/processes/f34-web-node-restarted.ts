import { randomBytes } from 'node:crypto';
import type { Fault } from '../fault.js';
import { aSmallControlServer, chat, optionsFor } from './a-small-control-server.js';
import { startWebNode } from './start-web-node.js';

const chatServers = [1, 2, 3, 4].map((number) => ({ name: `chat-${number}`, port: 9100 + number }));

export const webNodeRestarted: Fault = {
  row: 'F34',
  kind: 'processes',
  fault: 'the process of a web node is killed and started again, and clients return with the aliases that they have',
  condition: 'with the same key each leads to its instance; with another key, or none, ALIAS_INVALID',
  async play() {
    await using scs = await aSmallControlServer(chatServers);
    const aliases = new Map<string, string>();
    await using first = await startWebNode(optionsFor(scs));
    await first.ask('ready');
    for (let pick = 0; pick < 2 * chatServers.length; pick += 1) {
      const { alias, application } = await first.ask('select', chat);
      aliases.set(alias, application);
    }
    await first.kill();
    scs.world.report('chat-1', 'service-unavailable');

    await using second = await startWebNode(optionsFor(scs));
    await second.ask('ready');
    for (const [alias, application] of aliases) {
      const state = application === 'chat-1' ? 'draining' : 'live';
      expect(await second.ask('resolve', alias, chat)).toMatchObject({ alias, application, state, stale: false });
    }
    for (const aliasKeys of [[randomBytes(32).toString('base64')], undefined]) {
      await using stranger = await startWebNode(optionsFor(scs, { aliasKeys }));
      await stranger.ask('ready');
      for (const alias of aliases.keys()) expect(await stranger.outcome('resolve', alias, chat)).toBe('ALIAS_INVALID');
    }
    expect(aliases.size).toBe(chatServers.length);
    return { aliases: aliases.size };
  },
};
