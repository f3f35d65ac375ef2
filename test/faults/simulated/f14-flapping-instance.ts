import { hold } from '../../oracles/hold.js';
import { estateFault } from './estate-fault.js';

const flapping = 'EmailServer_1';
const wish = { tenant: 'Alpha', type: 'EmailServer' };
const halfPeriodMs = 200;
const [usualMs, longMs] = [12_000, 300_000];

/** One seed in a hundred flaps for five minutes; the others for twelve seconds. */
export const flappingInstance = estateFault({
  row: 'F14',
  fault: 'an instance is up and down each 200 ms',
  condition:
    'the view follows every change, nothing is given to it while it is down, its interruptions are counted, and the others share alike within 5 %',
  plan: { webNodes: 1, actEveryMs: 2_000 },
  async script(estate, seed) {
    const { webNode, history } = estate;
    const application = estate.application(flapping);
    const changes = (seed % 100 === 1 ? longMs : usualMs) / halfPeriodMs;
    const shares = new Map<string, number>();
    const interruptions = (): number => webNode.loadBalancer.health().counts.interruptions;
    const [begun, interruptedBefore] = [history.entries.length, interruptions()];
    let late = 0;
    for (let change = 0; change < changes; change += 1) {
      const isUp = change % 2 === 1;
      application.report(isUp ? 'running' : 'service-unavailable');
      await estate.pass(halfPeriodMs / 2);
      const selectable = webNode.loadBalancer
        .explain(wish)
        .some((each) => each.application === flapping && each.selectable);
      if (selectable !== isUp) late += 1;
      for (let pick = 0; pick < 8; pick += 1) {
        const name = webNode.pick(wish)?.application ?? 'nobody';
        shares.set(name, (shares.get(name) ?? 0) + 1);
      }
      await estate.pass(halfPeriodMs / 2);
    }
    hold(late === 0, `the view was behind ${late} of ${changes} times`);
    const seen = history.entries.slice(begun).filter(({ type }) => type === 'applied').length;
    hold(seen >= changes, `${seen} of ${changes} changes were applied`);
    const interrupted = interruptions() - interruptedBefore;
    hold(interrupted === changes / 2, `${interrupted} of ${changes / 2} interruptions were counted`);
    hold(!shares.has('nobody'), 'a pick found nobody');
    const [one = 0, other = 0] = ['EmailServer_2', 'EmailServer_3'].map((name) => shares.get(name));
    const deviation = (100 * Math.abs(one - other)) / (one + other);
    hold(deviation <= 5, `the others had ${one} and ${other}`);
    const mean = (one + other) / 2;
    hold((shares.get(flapping) ?? 0) <= mean, `the flapping one had ${shares.get(flapping) ?? 0}, the others ${mean}`);
    return { changes, 'others apart, %': Math.round(10 * deviation) / 10 };
  },
});
