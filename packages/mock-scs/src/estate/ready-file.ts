import { renameSync, writeFileSync } from 'node:fs';
import type { MockScs } from '../mock-scs.js';
import type { Addresses } from './addresses.js';

/** Tells whoever started us, a test for instance, that everything is running, and where. */
export function writeReadyFile(
  file: string,
  { world, agent, links, token, secrets }: MockScs,
  addresses: Addresses,
): void {
  const processes = world.configuration.applications.flatMap(({ name, ports }) => {
    const pid = agent.process(name)?.pid ?? links.pid(name);
    const port = (ports.find(({ id }) => id === 'default') ?? ports[0])?.port;
    return pid === undefined ? [] : [{ application: name, pid, port }];
  });
  const { frontDoor, web, scs } = addresses;
  const content = {
    pid: process.pid,
    token,
    agentPassword: secrets.agentPassword,
    urls: { frontDoor, web, scs },
    processes,
  };
  // Renamed into place, so that nobody reads half of it.
  writeFileSync(`${file}.new`, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
