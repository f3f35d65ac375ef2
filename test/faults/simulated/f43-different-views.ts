import { everyday } from '../../simulation/estate/everyday.js';
import type { SimulatedEstate } from '../../simulation/estate/simulated-estate.js';
import { hold } from '../../oracles/hold.js';
import { estateFault } from './estate-fault.js';

const fingerprints = (estate: SimulatedEstate): readonly string[] =>
  estate.webNodes.map(({ loadBalancer }) => loadBalancer.health().fingerprint);

export const differentViews = estateFault({
  row: 'F43',
  fault: 'one of two web nodes is cut off from the control server while the estate changes',
  condition: 'their fingerprints differ as long as their views do, and are equal when it is connected again',
  async script(estate) {
    const [before, alike] = fingerprints(estate);
    hold(before === alike, 'they differ although nothing is wrong');
    estate.network.cut('web-1', 'scs-1');
    const { world } = estate.scs;
    const isDisabled = (): boolean => world.object('application', 'ChatServer_1').state === 'disabled';
    await everyday(estate, estate.between(2_000, 20_000));
    if (isDisabled()) world.enable('application', 'ChatServer_1');
    else world.disable('application', 'ChatServer_1');
    await estate.pass(100);
    const [one, other] = fingerprints(estate);
    const isEqual = one === other;
    const wouldBe = estate.fingerprint;
    hold(one === before, 'who is cut off has another view than before');
    hold(other === wouldBe, 'who is connected does not have the view of the control server');
    hold(
      isEqual === (before === wouldBe),
      'equal views have different fingerprints, or different ones equal fingerprints',
    );
    const cutAt = estate.clock.now();
    estate.network.heal('web-1', 'scs-1');
    while (fingerprints(estate)[0] !== estate.fingerprint && estate.clock.now() < cutAt + 25_000)
      await estate.pass(100);
    const [healed, same] = fingerprints(estate);
    hold(healed === same, 'they still differ after the connection was there again');
    return { 'ms until they are equal': Math.round(estate.clock.now() - cutAt) };
  },
});
