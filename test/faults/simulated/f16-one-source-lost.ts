import { merge } from '@eservices-lb/sdk';
import { ManualSource } from '@eservices-lb/sdk/testing';
import type { Application, SnapshotMessage } from '@eservices-lb/sdk/wire';
import { fingerprintOf } from '../../../packages/sdk/src/core/directory/fingerprint.js';
import { reduce } from '../../../packages/sdk/src/core/directory/reduce.js';
import { emptySnapshot } from '../../../packages/sdk/src/core/directory/snapshot.js';
import { decodeSnapshot } from '../../../packages/sdk/src/edge/decode-snapshot.js';
import { playEstate } from '../../simulation/estate/play-estate.js';
import type { EstatePlan } from '../../simulation/estate/estate-plan.js';
import type { SimulatedEstate } from '../../simulation/estate/simulated-estate.js';
import type { Fault, Figures } from '../fault.js';
import { hold } from '../../oracles/hold.js';

const epoch = 7;
const disabledOne = 'EmailServer_1';
const wish = { tenant: 'Alpha', type: 'EmailServer' };

/** Configuration Server by itself: what it says of objects counts before what Solution Control Server says of them. */
class ConfigurationServer {
  readonly source = new ManualSource();
  #said: SnapshotMessage | undefined;
  #revision = 0;

  /** The configuration as the control server has it, with differences. */
  tell({ scs }: SimulatedEstate, difference: (application: Application) => Partial<Application> = () => ({})): void {
    this.#revision += 1;
    const { tenants, hosts, applications } = this.#said ?? scs.world.configuration;
    const changed = applications.map((each) => ({ ...each, ...difference(each) }));
    const snapshot: SnapshotMessage = {
      ...{ epoch, revision: this.#revision, applications: changed, statuses: [] },
      ...{ tenants: [...tenants], hosts: [...hosts] },
    };
    this.#said = snapshot;
    this.source.say({ type: 'snapshot', snapshot });
  }

  lose(): void {
    this.source.say({ type: 'lost', reason: 'Configuration Server does not answer' });
  }

  /** What it and the control server amount to. */
  fingerprintWith({ scs }: SimulatedEstate): string {
    const [event] = decodeSnapshot(JSON.parse(JSON.stringify(scs.world.snapshot)));
    if (event?.type !== 'snapshot' || this.#said === undefined) throw new Error('nothing was said');
    const { statuses, epoch: other } = event.snapshot;
    const snapshot = { ...this.#said, epoch: epoch + other, statuses };
    return fingerprintOf(reduce(emptySnapshot, { type: 'snapshot', snapshot }, 1));
  }
}

export const oneSourceLost: Fault = {
  row: 'F16',
  kind: 'simulated',
  fault: 'of Configuration Server and Solution Control Server one is lost, and the other one lives',
  condition:
    'each has an age of its own, the last statuses stay, and a disabled instance gets nothing new all the same',
  play(seed, tell) {
    const server = new ConfigurationServer();
    const plan: EstatePlan = {
      webNodes: 1,
      sourceOf: (live, estate) => {
        server.tell(estate);
        return merge(server.source, live);
      },
      expectedFingerprint: (estate) => server.fingerprintWith(estate),
    };
    return playEstate(seed, { plan, tell, script: (estate) => script(estate, server) });
  },
};

/** By chance it is Solution Control Server or Configuration Server that is lost. */
async function script(estate: SimulatedEstate, server: ConfigurationServer): Promise<Figures> {
  const { loadBalancer } = estate.webNode;
  const parts = (): readonly string[] => (loadBalancer.health().parts ?? []).map(({ source }) => source);
  const picks = (): ReadonlySet<string> =>
    new Set(Array.from({ length: 12 }, () => estate.webNode.pick(wish)?.application ?? 'nobody'));
  hold(
    picks().size === 3 && parts().join() === 'live,live',
    `at the beginning: ${[...picks()].join()}, ${parts().join()}`,
  );
  const isScsLost = estate.random() < 0.5;
  if (isScsLost) {
    estate.network.cut('web-1', 'scs-1');
    await estate.pass(12_000);
    hold(parts().join() === 'live,stale', `the parts are ${parts().join()}`);
    hold(picks().size === 3, 'the last statuses did not stay');
    server.tell(estate, ({ name }) => (name === disabledOne ? { state: 'disabled' } : {}));
    await estate.pass(10);
    const [configuration, statuses] = loadBalancer.health().parts ?? [];
    hold((configuration?.ageMs ?? Infinity) < 20 && (statuses?.ageMs ?? 0) > 10_000, 'the ages are not their own');
  } else {
    server.lose();
    await estate.pass(100);
    hold(parts().join() === 'stale,live', `the parts are ${parts().join()}`);
    estate.application(disabledOne).report('service-unavailable');
    await estate.pass(100);
  }
  hold(!picks().has(disabledOne), `${disabledOne} got something new`);
  hold(loadBalancer.health().source === 'stale', 'the whole is said to be live');
  server.tell(estate, () => ({ state: 'enabled' }));
  return { 'Solution Control Server lost, of 1': Number(isScsLost) };
}
