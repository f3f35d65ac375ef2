import { givenJobs } from '../backup/given-jobs.js';
import type { DatabaseRecord } from '../control/database-record.js';
import { loadedStrategies } from '../control/loaded-strategies.js';
import { multimediaSwitches } from '../control/multimedia-switches.js';
import { resolveConnections } from '../control/resolve-connections.js';
import type { World } from '../control/world.js';
import type { Told } from '../lca/messages.js';

/** What an application is told of its configuration as it is in force, of its surroundings there, and of the pair that it is in. */
export function whatToTell(name: string, world: World, databases: DatabaseRecord): Told {
  const application = world.inForce(name);
  const { configuration } = world;
  const primary = databases.primaryOf(name);
  const workedWith = databases.workedWith(name);
  return {
    application,
    connections: resolveConnections(configuration, application),
    strategies: loadedStrategies(configuration, application),
    switches: multimediaSwitches(configuration, application),
    trainingJobs: givenJobs(configuration, application),
    ...(primary !== undefined && { primary }),
    ...(workedWith !== undefined && { workedWith }),
  };
}
