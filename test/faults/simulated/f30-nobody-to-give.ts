import { aChatServer, anEmailServer, anEstate, aSnapshot, status } from '../../sdk/an-estate.js';
import type { Fault } from '../fault.js';
import { drawsOf } from './draws-of.js';

const chat = { tenant: 'Environment', type: 'ChatServer' };
const timeoutMs = 30_000;
const refusals = [
  { code: 'NO_INSTANCE', value: 'stopped', request: chat, isWaitedFor: true },
  { code: 'ALL_DRAINING', value: 'service-unavailable', request: chat, isWaitedFor: true },
  { code: 'UNKNOWN_TENANT', value: 'running', request: { ...chat, tenant: 'Acme' }, isWaitedFor: false },
  { code: 'UNKNOWN_SERVER_TYPE', value: 'running', request: { ...chat, type: 'TeaServer' }, isWaitedFor: false },
] as const;

export const nobodyToGive: Fault = {
  row: 'F30',
  kind: 'simulated',
  fault: 'all instances are down, or only draining, or the tenant or the type is unknown',
  condition: 'four different codes at once; who waits has the first instance that runs, and waits for nothing else',
  async play(seed) {
    const draws = drawsOf(seed);
    const servers = Array.from({ length: draws.integer(1, 6) }, (_, index) => aChatServer(index + 1));
    const statuses = servers.map(({ name }) => status(name, 'running'));
    const snapshot = aSnapshot([...servers, anEmailServer(1)], { statuses });
    await using estate = await anEstate(snapshot, { random: draws.random });
    const { loadBalancer, clock } = estate;

    for (const { code, value, request, isWaitedFor } of draws.shuffled(refusals)) {
      for (const { name } of draws.shuffled(servers)) await estate.report(name, value);
      expect(() => loadBalancer.select(request)).toThrow(expect.objectContaining({ code }));
      const settled = { as: 'waiting' };
      const waiting = loadBalancer.waitFor(request, { timeoutMs }).then(
        (service) => (settled.as = service.application),
        (error: unknown) => (settled.as = (error as { code: string }).code),
      );
      if (!isWaitedFor) {
        expect(await waiting).toBe(code);
        continue;
      }
      clock.advance(draws.integer(0, timeoutMs - 1));
      await estate.report('EmailServer_1', 'running', { load: draws.integer(0, 100) });
      for (const { name } of servers.slice(1)) await estate.report(name, draws.oneOf(['stopped', 'unknown']));
      expect(settled.as).toBe('waiting');
      const { name } = draws.oneOf(servers);
      await estate.report(name, 'running');
      expect(await waiting).toBe(name);
    }
    expect(clock.pending).toBe(0);
    return { instances: servers.length };
  },
};
