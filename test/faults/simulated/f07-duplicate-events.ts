import { everyday } from '../../simulation/estate/everyday.js';
import { hold } from '../../oracles/hold.js';
import { estateFault } from './estate-fault.js';

const disturbed = 'web-1';
const undisturbed = 'web-2';

export const duplicateEvents = estateFault({
  row: 'F7',
  fault: 'events, heartbeats and snapshots arrive twice and three times',
  condition: 'the view is that of a web node that hears each once, at every moment',
  async script(estate) {
    let duplicates = 0;
    estate.distorted = (frame, client) => {
      const times = client === disturbed ? 1 + Math.floor(estate.random() * 3) : 1;
      duplicates += times - 1;
      return Array.from({ length: times }, () => frame);
    };
    const [one, other] = estate.webNodes;
    for (let look = 0; look < 8; look += 1) {
      await everyday(estate, 1_000);
      await estate.pass(100);
      const [twice, once] = [one?.loadBalancer.health().fingerprint, other?.loadBalancer.health().fingerprint];
      hold(twice === once, `the views differ at look ${look}: ${twice ?? ''} and ${once ?? ''}`);
    }
    const appliedBy = (node: string): number =>
      estate.history.all('applied').filter((each) => each.node === node).length;
    const losses = estate.history.all('heard').filter(({ event }) => event.type === 'lost').length;
    hold(losses === 0, `the control server was taken for lost ${losses} times`);
    return { duplicates, changes: appliedBy(undisturbed) };
  },
});
