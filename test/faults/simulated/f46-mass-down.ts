import { decodeConfiguration } from '@eservices-lb/mock-scs';
import type { Configuration } from '@eservices-lb/mock-scs';
import { alpha, balancing, beta, estateOfTenants } from '../../simulation/estate/estate-of-tenants.js';
import type { SimulatedEstate } from '../../simulation/estate/simulated-estate.js';
import type { Frame } from '../../../packages/mock-scs/src/api/event-frames.js';
import { hold } from '../../oracles/hold.js';
import { withBody } from '../../simulation/estate/with-body.js';
import { estateFault } from './estate-fault.js';

const size = 20;
const left = 2;
const guardMs = 10_000;
const wish = { tenant: alpha, type: 'EmailServer' };
const names = Array.from({ length: size }, (_, index) => `Mail_${index + 1}`);
const leftOnes = new Set(names.slice(0, left));
const isDown = (name: string): boolean => names.includes(name) && !leftOnes.has(name);

export const massDown = estateFault({
  row: 'F46',
  fault: 'nine of ten instances are down, disabled, or not mentioned any more, in one event',
  condition:
    'what the control server says is obeyed at once; what it does not mention is held for the guard time, and counted',
  plan: { webNodes: 1, configuration: aLargeEstate() },
  async script(estate) {
    hold(picked(estate).size === size, `${picked(estate).size} of ${size} were picked at the beginning`);
    const kind = estate.oneOf(['down', 'disabled', 'not mentioned'] as const);
    const { world } = estate.scs;
    const epoch = world.version.epoch + 1;
    const held = (): number => estate.webNode.loadBalancer.health().counts.snapshotsHeld;
    if (kind === 'not mentioned') {
      estate.distorted = (frame) => [frame.kind === 'snapshot' ? withoutMost(frame) : frame];
      world.beginEpoch(epoch);
      const from = estate.clock.now();
      await estate.pass(50);
      while (estate.clock.now() < from + guardMs - 100) {
        hold(picked(estate).size === size, 'what was not mentioned was dropped within the guard time');
        await estate.pass(estate.between(200, 2_000) / 2);
        if (estate.clock.now() > from + guardMs - 1_100) break;
      }
      await estate.pass(from + guardMs + 100 - estate.clock.now());
      hold(held() === 1, `it was counted ${held()} times`);
    } else {
      const { state } = world;
      const applications = state.configuration.applications.map((each) =>
        kind === 'disabled' && isDown(each.name) ? { ...each, state: 'disabled' as const } : each,
      );
      const statuses = state.statuses.map((each) =>
        kind === 'down' && isDown(each.application) ? { ...each, status: 'stopped' as const } : each,
      );
      world.adopt({ ...state, statuses, configuration: { ...state.configuration, applications } }, epoch);
      await estate.pass(50);
      hold(held() === 0, 'what the control server said was held');
    }
    const after = picked(estate);
    hold(
      [...after].every((name) => leftOnes.has(name)) && after.size === left,
      `then ${[...after].join(', ')} were picked`,
    );
    const figures = { 'still picked': after.size, held: held() };
    estate.distorted = (frame) => [frame];
    world.beginEpoch(epoch + 1);
    await estate.pass(100);
    return figures;
  },
});

const picked = (estate: SimulatedEstate): ReadonlySet<string> =>
  new Set(Array.from({ length: 3 * size }, () => estate.webNode.pick(wish)?.application ?? 'nobody'));

const withoutMost = (frame: Frame): Frame =>
  withBody(frame, (text) => {
    const body = JSON.parse(text) as Configuration;
    return JSON.stringify({ ...body, applications: body.applications.filter(({ name }) => !isDown(name)) });
  });

function aLargeEstate(): Configuration {
  const [application] = estateOfTenants.applications.filter(({ name }) => name === balancing);
  const decoded = decodeConfiguration({
    tenants: estateOfTenants.tenants,
    hosts: estateOfTenants.hosts,
    applications: [
      { ...application, connections: names.map((name) => ({ application: name })) },
      ...names.map((name, index) => ({
        ...{ dbid: 200 + index, name, type: 'EmailServer', host: 'host-1', tenants: [alpha, beta] },
        ports: [{ id: 'default', port: 6_000 + index }],
      })),
    ],
  });
  if (!decoded.isUsable) throw new Error('the large estate is not usable');
  return decoded.configuration;
}
