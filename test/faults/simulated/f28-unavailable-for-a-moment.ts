import { hold } from '../../oracles/hold.js';
import { estateFault } from './estate-fault.js';

const name = 'ChatServer_3';
const wish = { tenant: 'Beta', type: 'ChatServer' };
const times = 100;

export const unavailableForAMoment = estateFault({
  row: 'F28',
  fault: 'a server is unavailable and back within a second, a hundred times',
  condition: 'its chats never break, and new ones come to it in the very turn in which it is back',
  plan: { webNodes: 1, actEveryMs: 2_000 },
  async script(estate) {
    const { webNode } = estate;
    const alias = webNode.pick(wish)?.alias;
    hold(alias !== undefined, 'there was no chat to begin with');
    let back = 0;
    let misses = 0;
    webNode.loadBalancer.subscribe(({ statuses }) => {
      if (statuses.get(name)?.status !== 'running') return;
      back += 1;
      if (webNode.pick(wish) === undefined) misses += 1;
    });
    for (let time = 0; time < times; time += 1) {
      estate.application(name).report('service-unavailable');
      await estate.pass(estate.between(10, 500));
      const [resolved, picked] = [webNode.resolve(alias, wish.tenant), webNode.pick(wish)];
      hold(resolved?.application === name, 'a chat broke while its server was unavailable');
      hold(picked === undefined, 'a new chat came to a server that is unavailable');
      estate.application(name).report('running');
      await estate.pass(estate.between(10, 500));
      hold(webNode.resolve(alias, wish.tenant)?.application === name, 'a chat broke when its server was back');
    }
    hold(back === times, `the server was seen back ${back} times of ${times}`);
    hold(misses === 0, `${misses} new chats were refused in the turn in which the server was back`);
    return { times: back };
  },
});
