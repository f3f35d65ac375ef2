import type { Frame } from '../../../packages/mock-scs/src/api/event-frames.js';
import { everyday } from '../../simulation/estate/everyday.js';
import type { SimulatedEstate } from '../../simulation/estate/simulated-estate.js';
import { hold } from '../../oracles/hold.js';
import { withBody } from '../../simulation/estate/with-body.js';
import { estateFault } from './estate-fault.js';

const megabyte = 1024 * 1024;
const disturbed = 'web-1';

type Spoil = (data: string) => string;

/** What a broken control server makes of the body of an event. */
const spoilt: readonly [Spoil, ...Spoil[]] = [
  (data) => data.slice(0, Math.floor(data.length / 2)),
  () => 'null',
  () => '[]',
  (data) => data.replace(/"(status|state)":"[^"]*"/, '"$1":7'),
  (data) => data.replace(/"status":"[^"]*"/, '"status":"sleeping"').replace(/"dbid":\d+/, '"dbid":"one"'),
  (data) => data.replace(/"(application|name)":"[^"]*"/, '"$1":null'),
  (data) => data.replace(/"(application|name)":"[^"]*"/, '"__proto__":{"polluted":true}'),
  (data) => data.replace(/"(application|name)":"[^"]*"/, '"constructor":{"prototype":{"polluted":true}}'),
];

/** In a snapshot, one of the applications is spoilt. */
const spoiltSnapshot: Spoil = (data) => data.replace(/"type":"EmailServer"/, '"type":{"__proto__":{"polluted":true}}');

/** Notices, which nobody needs to understand, are no events of this kind. */
const isOfObjects = ({ text }: Frame): boolean => /^event: (snapshot|configuration|status)$/m.test(String(text));

/** One seed in a hundred has an event of 50 MB, too, and another one an event that is 70 MB long: they cost what all others cost together. */
export const malformedContent = estateFault({
  row: 'F12',
  fault: 'broken JSON, wrong types, unknown statuses, keys that name prototypes, events of 50 MB and more',
  condition:
    'each is left out by itself and counted, the last good view stays, warnings stay short, and nothing crashes',
  async script(estate, seed) {
    let spoiltOnes = 0;
    estate.distorted = (frame, client) => {
      if (client !== disturbed || estate.random() > 0.3 || !isOfObjects(frame)) return [frame];
      spoiltOnes += 1;
      return [withBody(frame, frame.kind === 'snapshot' ? spoiltSnapshot : estate.oneOf(spoilt))];
    };
    for (let round = 0; round < 4; round += 1) {
      await everyday(estate, 2_000);
      await estate.pass(50);
      if (round % 2 === 0) estate.scs.faults.begin('cut-streams', { durationMs: 1 }, 'simulation');
      hold(!('polluted' in {}), 'a key __proto__ of an event became a property of every object');
    }
    if (seed % 100 === 1) await sendHuge(estate, 50, 0);
    if (seed % 100 === 51) await sendHuge(estate, 70, 1);
    estate.distorted = (frame) => [frame];
    await estate.pass(8_000); // What is on its way arrives, also on a connection that is only just being made.
    const { counts } = estate.webNode.loadBalancer.health();
    hold(counts.objectsRejected === spoiltOnes, `${counts.objectsRejected} of ${spoiltOnes} were left out`);
    const longest = Math.max(0, ...estate.webNode.warnings.map(({ length }) => length));
    hold(longest < 2_000, `a warning is ${longest} characters long`);
    const whole = estate.webNodes[1]?.loadBalancer.configuration.applications().length;
    const left = estate.webNode.loadBalancer.configuration.applications().length;
    hold(left === whole, `${left} of ${whole ?? 0} applications are left`);
    await tellAllAgain(estate);
    return { 'objects rejected': counts.objectsRejected };
  },
});

/** What was left out is known again as soon as the control server says it again. */
async function tellAllAgain(estate: SimulatedEstate): Promise<void> {
  estate.distorted = (frame) => [frame];
  estate.scs.world.beginEpoch(estate.scs.world.version.epoch + 1);
  await estate.pass(100);
}

/** An event of so many MB that never becomes one, for the first web node. */
async function sendHuge(estate: SimulatedEstate, megabytes: number, expectedLosses: number): Promise<void> {
  const lossesBefore = estate.webNode.loadBalancer.health().counts.losses;
  const piece = Buffer.alloc(megabyte, 'x').toString();
  const frames: readonly Frame[] = [
    { kind: 'event', text: 'event: status\nid: 1.1\ndata: ' },
    ...Array.from({ length: megabytes }, (): Frame => ({ kind: 'event', text: piece })),
    { kind: 'event', text: '\n\n' },
  ];
  let isSent = false;
  estate.distorted = (frame, client) => {
    if (client !== disturbed || isSent) return [frame];
    isSent = true;
    return [frame, ...frames];
  };
  estate.application('ChatServer_1').carry(7);
  await estate.pass(10_000);
  const losses = estate.webNode.loadBalancer.health().counts.losses - lossesBefore;
  hold(losses === expectedLosses, `an event of ${megabytes} MB ended ${losses} connections`);
}
