import { change } from '../../simulation/estate/everyday.js';
import type { SimulatedEstate } from '../../simulation/estate/simulated-estate.js';
import { estateFault } from './estate-fault.js';

type Disturb = (estate: SimulatedEstate) => void | Promise<void>;

const webNodes = ['web-1', 'web-2'] as const;
const hosts = ['scs-1', 'scs-2'] as const;
const frameFaults = ['duplicate', 'reorder', 'drop'] as const;

const disturbances: readonly [Disturb, ...Disturb[]] = [
  (estate) => {
    estate.killControlServer(estate.oneOf([0, 1]));
  },
  async (estate) => {
    const index = estate.oneOf([0, 1]);
    if (estate.controlServer(index) === undefined) await estate.startControlServer(index);
  },
  (estate) => {
    estate.did('the control server hands over');
    estate.primary?.switchOver().catch(() => undefined);
  },
  (estate) => {
    const [one, other] = [estate.oneOf([...webNodes, 'scs-2']), estate.oneOf(hosts)];
    estate.did(`${one} and ${other} are cut off from each other`);
    estate.network.cut(one, other);
  },
  (estate) => {
    estate.did('what was cut is whole again');
    estate.network.healAll();
  },
  (estate) => {
    const [node, host] = [estate.oneOf(webNodes), estate.oneOf(hosts)];
    estate.did(`connections between ${node} and ${host} are dead without a word`);
    for (const socket of estate.network.socketsBetween(node, host)) socket.silence();
  },
  (estate) => {
    const [node, host] = [estate.oneOf(webNodes), estate.oneOf(hosts)];
    estate.did(`connections between ${node} and ${host} are reset`);
    for (const socket of estate.network.socketsBetween(node, host)) socket.reset();
  },
  (estate) => {
    estate.network.link(estate.oneOf(webNodes), estate.oneOf(hosts)).lossProbability = estate.between(0, 0.8);
  },
  (estate) => {
    begin(estate, estate.oneOf(frameFaults), { probability: estate.between(0.05, 0.5) });
  },
  (estate) => {
    begin(estate, 'delay', { delayMs: Math.floor(estate.between(100, 2_000)) });
  },
  (estate) => {
    begin(estate, estate.oneOf(['silence', 'empty'] as const), {});
  },
  (estate) => {
    begin(estate, estate.oneOf(['cut-streams', 'forget-history'] as const), {});
  },
  (estate) => {
    const until = estate.clock.now() + estate.between(1_000, 8_000);
    estate.did('new connections are refused for a while');
    const retryAfter = (): number => Math.ceil(estate.between(0, 3));
    estate.refusal = { isOn: () => estate.clock.now() < until, retryAfter };
  },
  (estate) => {
    const host = estate.oneOf(['host-1', 'host-2'] as const);
    const status = estate.oneOf(['disconnected', 'running'] as const);
    estate.did(`${host} is ${status}`);
    estate.primary?.world.reportHost(host, status);
  },
];

type FaultKind = Parameters<NonNullable<SimulatedEstate['primary']>['faults']['begin']>[0];

function begin(estate: SimulatedEstate, kind: FaultKind, parameters: { probability?: number; delayMs?: number }): void {
  const durationMs = Math.floor(estate.between(1_000, 10_000));
  estate.did(`the control server has the fault ${kind} for ${durationMs} ms`);
  estate.primary?.faults.begin(kind, { durationMs, ...parameters }, 'simulation');
}

/** No row of the table: all of it at once, as the seed will have it. Its condition are the invariants. */
export const chaos = estateFault({
  row: 'F0',
  fault: 'a pair of control servers, the network and the application servers break in every way, at random',
  condition: 'the invariants hold, and every view is right again afterwards',
  plan: { controlServers: 2, actEveryMs: 500 },
  async script(estate) {
    let disturbed = 0;
    const until = estate.clock.now() + estate.between(10_000, 25_000);
    while (estate.clock.now() < until) {
      await estate.pass(estate.between(0, 2_000));
      if (estate.random() < 0.4) {
        change(estate);
        continue;
      }
      disturbed += 1;
      await estate.oneOf(disturbances)(estate);
    }
    return { disturbances: disturbed, 'seconds of it': Math.round(estate.clock.now() / 1_000) };
  },
});
