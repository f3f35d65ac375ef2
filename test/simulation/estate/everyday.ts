import type { Application } from '@eservices-lb/sdk/wire';
import type { SimulatedEstate } from './simulated-estate.js';

const names = (estate: SimulatedEstate): readonly [string, ...string[]] =>
  [...estate.applications.keys()] as [string, ...string[]];

/** Changes of every kind that happen in an estate where nothing is wrong. */
const changes: readonly [(estate: SimulatedEstate) => void, ...((estate: SimulatedEstate) => void)[]] = [
  (estate) => {
    estate
      .application(estate.oneOf(names(estate)))
      .report(estate.oneOf(['running', 'service-unavailable', 'suspended']));
  },
  (estate) => {
    estate.application(estate.oneOf(names(estate))).report('running');
  },
  (estate) => {
    estate.application(estate.oneOf(names(estate))).carry(Math.floor(estate.between(0, 100)));
  },
  (estate) => {
    const name = estate.oneOf(names(estate));
    const isDisabled = estate.random() < 0.4;
    estate.configure(({ world }) => {
      if (isDisabled) world.disable('application', name);
      else world.enable('application', name);
    });
  },
  (estate) => {
    movePort(estate, estate.oneOf(names(estate)));
  },
  (estate) => {
    const name = estate.oneOf(names(estate));
    if (!estate.application(name).isAlive) estate.startApplication(name);
    else if (estate.random() < 0.5) {
      estate.did(`${name} crashes`);
      estate.application(name).crash();
    }
  },
];

/** One change of the estate, by chance. */
export function change(estate: SimulatedEstate): void {
  if (estate.primary !== undefined) estate.oneOf(changes)(estate);
}

/** Lets `ms` pass with a change now and then. */
export async function everyday(estate: SimulatedEstate, ms: number, everyMs = 300): Promise<void> {
  const until = estate.clock.now() + ms;
  while (estate.clock.now() < until) {
    await estate.pass(Math.min(estate.between(0, 2 * everyMs), until - estate.clock.now()));
    change(estate);
  }
}

/** The application listens at another port from now on, and its configuration says so. */
export function movePort(estate: SimulatedEstate, name: string): void {
  const application = estate.object(name);
  const port = 5_000 + Math.floor(estate.between(0, 1_000)) + 1_000 * (application.dbid % 50);
  const moved: Application = { ...application, ports: application.ports.map((each) => ({ ...each, port })) };
  estate.configure(({ world }) => {
    world.put('application', moved);
  });
  estate.application(name).listen(estate.addressOf(name));
}
