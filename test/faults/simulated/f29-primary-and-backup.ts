import type { SimulatedEstate } from '../../simulation/estate/simulated-estate.js';
import { hold } from '../../oracles/hold.js';
import { estateFault } from './estate-fault.js';

const primary = 'Classification_1';
const backup = 'Classification_2';
const wish = { tenant: 'Alpha', type: 'ClassificationServer' };
const failbackDelayMs = 10_000;

const memberFor = (estate: SimulatedEstate): string => estate.webNode.pick(wish)?.member ?? 'nobody';

/** By chance the real control server gives the roles, which has one primary at a time, or another one does, which shows both as primary for a while. */
export const primaryAndBackup = estateFault({
  row: 'F29',
  fault: 'the primary of a warm standby pair dies, its backup takes over, and the primary is back',
  condition:
    'the backup is used only while the primary is not there; who is with it stays; new work returns after the failback delay',
  plan: { webNodes: 1, actEveryMs: 2_000 },
  async script(estate) {
    let idle = 0;
    estate.webNode.loadBalancer.subscribe(({ statuses }) => {
      const isThere = [primary, backup].some((name) => {
        const { status, mode } = statuses.get(name) ?? {};
        return status === 'running' && mode === 'primary';
      });
      if (isThere && estate.webNode.pick(wish) === undefined) idle += 1;
    });
    hold(memberFor(estate) === 'primary', 'the primary was not used at the beginning');
    const figures = estate.random() < 0.5 ? await withOnePrimary(estate) : await withTwoPrimaries(estate);
    hold(idle === 0, `in ${idle} views a member served and nobody was picked`);
    return figures;
  },
});

async function withOnePrimary(estate: SimulatedEstate): Promise<Readonly<Record<string, number>>> {
  const alias = estate.webNode.pick(wish)?.alias ?? '';
  const lostAt = estate.clock.now();
  estate.application(primary).crash();
  let waited = 0;
  for (; memberFor(estate) !== 'backup' && waited < 10_000; waited += 10) await estate.pass(10);
  hold(memberFor(estate) === 'backup', 'the backup did not take over');
  hold(
    estate.webNode.resolve(alias, wish.tenant)?.member === 'backup',
    'who was with the primary was not led to the backup',
  );
  const tookMs = Math.round(estate.clock.now() - lostAt);
  estate.startApplication(primary);
  for (let look = 0; look < 30; look += 1) {
    await estate.pass(500);
    hold(memberFor(estate) === 'backup', 'new work went back although the backup still serves as primary');
  }
  estate.application(backup).crash();
  await estate.pass(5_000);
  hold(memberFor(estate) === 'primary', 'the former primary was not used when the backup died');
  return { 'ms until the backup is used': tookMs };
}

async function withTwoPrimaries(estate: SimulatedEstate): Promise<Readonly<Record<string, number>>> {
  const { world } = estate.scs;
  estate.scs.pauseStandby();
  const show = async (name: string, status: 'running' | 'stopped', mode: 'primary' | 'backup'): Promise<void> => {
    world.report(name, status, { mode });
    await estate.pass(20);
  };
  await show(primary, 'stopped', 'backup');
  await show(backup, 'running', 'primary');
  const alias = estate.webNode.pick(wish)?.alias ?? '';
  hold(memberFor(estate) === 'backup', 'the backup was not used while the primary was down');
  await show(primary, 'running', 'primary');
  const backAt = estate.clock.now();
  while (estate.clock.now() < backAt + failbackDelayMs - 100) {
    hold(memberFor(estate) === 'backup', 'new work returned before the failback delay was over');
    await estate.pass(estate.between(50, 1_000));
  }
  await estate.pass(backAt + failbackDelayMs + 100 - estate.clock.now());
  hold(memberFor(estate) === 'primary', 'new work did not return after the failback delay');
  hold(estate.webNode.resolve(alias, wish.tenant)?.member === 'backup', 'who was with the backup was moved');
  await show(backup, 'stopped', 'backup');
  hold(
    estate.webNode.resolve(alias, wish.tenant)?.member === 'primary',
    'who was with the backup was left alone with it',
  );
  return { 'ms until new work returns': Math.round(estate.clock.now() - backAt) };
}
