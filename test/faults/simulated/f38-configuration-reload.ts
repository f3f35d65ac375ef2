import { movePort } from '../../simulation/estate/everyday.js';
import { balancing } from '../../simulation/estate/estate-of-tenants.js';
import type { SimulatedEstate } from '../../simulation/estate/simulated-estate.js';
import { hold } from '../../oracles/hold.js';
import { withBody } from '../../simulation/estate/with-body.js';
import { estateFault } from './estate-fault.js';

const mail = { tenant: 'Alpha', type: 'EmailServer' };
const members = ['EmailServer_1', 'EmailServer_2', 'EmailServer_3'];

export const configurationReload = estateFault({
  row: 'F38',
  fault: 'the configuration is told in another order, renamed, regrouped behind a cluster, and moved to other ports',
  condition:
    'an instance is known by its DBID: order and grouping change nothing, and an alias follows a name and a port',
  async script(estate) {
    const kinds = [reorder, rename, regroup, move].map((each) => ({ each, order: estate.random() }));
    for (const { each } of kinds.sort((a, b) => a.order - b.order)) await each(estate);
    return { reloads: kinds.length };
  },
});

/** Told to the first web node only, so that the second one has the view in its usual order. */
async function reorder(estate: SimulatedEstate): Promise<void> {
  const shuffled = (list: readonly unknown[]): readonly unknown[] =>
    list
      .map((value) => ({ value, order: estate.random() }))
      .sort((a, b) => a.order - b.order)
      .map(({ value }) => value);
  let reordered = 0;
  estate.distorted = (frame, client) => {
    if (frame.kind !== 'snapshot' || client !== 'web-1') return [frame];
    reordered += 1;
    return [
      withBody(frame, (body) => {
        const lists = Object.entries(JSON.parse(body) as object);
        return JSON.stringify(
          Object.fromEntries(lists.map(([key, value]) => [key, Array.isArray(value) ? shuffled(value) : value])),
        );
      }),
    ];
  };
  const aliases = await aliasesOf(estate);
  estate.scs.world.beginEpoch(estate.scs.world.version.epoch + 1);
  await estate.pass(100);
  const [one, other] = estate.webNodes.map(({ loadBalancer }) => loadBalancer.health().fingerprint);
  hold(reordered === 1 && one === other, `in another order the view is ${one ?? ''}, not ${other ?? ''}`);
  resolveAll(estate, aliases);
  estate.distorted = (frame) => [frame];
}

/** Every frame says the new name from now on, as a control server does that knows applications by DBID. */
async function rename(estate: SimulatedEstate): Promise<void> {
  const alias = estate.webNode.pick({ tenant: 'Beta', type: 'ChatServer' })?.alias ?? '';
  estate.distorted = (frame) => [{ ...frame, text: String(frame.text).replaceAll('"ChatServer_3"', '"Renamed"') }];
  const tellAgain = async (name: string): Promise<void> => {
    estate.scs.world.put('application', estate.object(name));
    await estate.pass(50);
    hold(estate.webNode.resolve(alias, 'Beta')?.dbid === 103, `the alias was lost when ${name} was told`);
  };
  await tellAgain('ChatServer_3');
  await tellAgain(balancing);
  const renamed = estate.webNode.resolve(alias, 'Beta');
  hold(renamed?.application === 'Renamed', `the alias leads to ${renamed?.application ?? 'nothing'}`);
  estate.distorted = (frame) => [frame];
  await tellAgain('ChatServer_3');
  await tellAgain(balancing);
  hold(estate.webNode.resolve(alias, 'Beta')?.application === 'ChatServer_3', 'the alias did not follow the name back');
}

/** Directly, then both ways, then behind the cluster again. */
async function regroup(estate: SimulatedEstate): Promise<void> {
  const aliases = await aliasesOf(estate);
  const before = estate.object(balancing);
  const direct = members.map((application) => ({ application, parameters: {} }));
  const others = before.connections.filter(({ application }) => application !== 'Mail');
  for (const connections of [[...others, ...direct], [...direct, ...before.connections], before.connections]) {
    estate.configure(({ world }) => {
      world.put('application', { ...before, connections });
    });
    await estate.pass(50);
    resolveAll(estate, aliases);
    hold((await aliasesOf(estate)).size === aliases.size, 'regrouped, other instances are picked');
  }
}

async function move(estate: SimulatedEstate): Promise<void> {
  const aliases = await aliasesOf(estate);
  for (const name of members) movePort(estate, name);
  await estate.pass(50);
  resolveAll(estate, aliases);
  for (const [alias, name] of aliases) {
    const { host, port } = estate.webNode.resolve(alias, mail.tenant) ?? {};
    hold(`${host ?? ''}:${port ?? 0}` === estate.addressOf(name), `the alias of ${name} leads to port ${port ?? 0}`);
  }
}

/** The aliases that the web node gives for mail, with the names of the instances; picks until it has had time for all. */
async function aliasesOf(estate: SimulatedEstate): Promise<ReadonlyMap<string, string>> {
  await estate.pass(20);
  const picked = Array.from({ length: 30 }, () => estate.webNode.pick(mail));
  return new Map(picked.flatMap((service) => (service === undefined ? [] : [[service.alias, service.application]])));
}

function resolveAll(estate: SimulatedEstate, aliases: ReadonlyMap<string, string>): void {
  for (const [alias, name] of aliases) {
    const { application, state } = estate.webNode.loadBalancer.resolve(alias, mail);
    hold(application === name && state === 'live', `the alias of ${name} leads to ${application}, ${state}`);
  }
}
