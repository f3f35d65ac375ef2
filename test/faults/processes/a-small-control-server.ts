import { startMockScs } from '@eservices-lb/mock-scs';
import type { MockScs, MockScsOptions } from '@eservices-lb/mock-scs';
import { anEstateOf } from '../../mock-scs/small-estate.js';
import type { Commands } from './start-web-node.js';

export const chat = { tenant: 'Environment', type: 'ChatServer' };
export const aliasKey = Buffer.alloc(32, 7).toString('base64');

/** A real control server of a few Chat Servers, all running, to which the web node `web` is connected. */
export async function aSmallControlServer(
  chatServers: readonly { readonly name: string; readonly port: number }[],
  options: Partial<MockScsOptions> = {},
): Promise<MockScs> {
  const servers = chatServers.map(({ name, port }) => ({ name, ports: [{ id: 'webapi', port }] }));
  const connections = servers.map(({ name }) => ({ application: name }));
  const web = { name: 'web', type: 'WebAPIServer', ports: [{ port: 9000 }], connections };
  const scs = await startMockScs({ configuration: anEstateOf(...servers, web), heartbeatMs: 200, ...options });
  for (const { name } of servers) scs.world.report(name, 'running');
  return scs;
}

/** What a web node of it is made with; it reconnects soon. */
export const optionsFor = (
  { url, access }: MockScs,
  difference: Parameters<Commands['create']>[0] = {},
): Parameters<Commands['create']>[0] => ({
  ...{ application: 'web', scs: [url], aliasKeys: [aliasKey], random: 0.01 },
  token: access.tokens.issue({ name: 'application web', role: 'read', keep: 20 }),
  ...difference,
});
