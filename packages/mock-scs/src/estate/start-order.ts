import type { Application } from '@eservices-lb/sdk/wire';
import type { EstateConfiguration as Configuration } from '@eservices-lb/sdk/rules';
import { resolveConnections } from '../control/resolve-connections.js';

/** An application to start. */
export interface PlannedStart {
  readonly application: Application;
  /** Those that must be running before. */
  readonly after: ReadonlySet<string>;
}

type Waiting = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The applications to start: whoever is connected to somebody starts after that one, and a backup after its primary. Connections that go in a
 * circle keep nobody waiting within the circle. Where several may start, those come first that the longest chain of others waits for.
 */
export function startOrder(configuration: Configuration): readonly PlannedStart[] {
  const applications = configuration.applications.filter(
    ({ startInfo, simulated, state }) => startInfo !== undefined && !simulated && state === 'enabled',
  );
  const after = withoutCircles(waitingFor(applications, configuration));
  const chain = chainsBehind(after);
  return applications
    .map((application) => ({ application, after: after.get(application.name) ?? new Set<string>() }))
    .sort((one, other) => (chain.get(other.application.name) ?? 0) - (chain.get(one.application.name) ?? 0));
}

function waitingFor(applications: readonly Application[], configuration: Configuration): Waiting {
  const names = new Set(applications.map(({ name }) => name));
  return new Map(
    applications.map((application) => {
      const { name } = application;
      const targets = resolveConnections(configuration, configuredBy(application, configuration)).map(
        (target) => target.through ?? target.application,
      );
      const primaries = applications.filter(({ backup }) => backup === name).map((primary) => primary.name);
      return [name, new Set([...targets, ...primaries].filter((each) => each !== name && names.has(each)))];
    }),
  );
}

/** Nobody waits for an application that waits, directly or through others, for him. */
function withoutCircles(waiting: Waiting): Waiting {
  const reach = new Map([...waiting.keys()].map((name) => [name, reachedFrom(name, waiting)]));
  return new Map(
    [...waiting].map(([name, others]) => [
      name,
      new Set([...others].filter((other) => reach.get(other)?.has(name) !== true)),
    ]),
  );
}

function reachedFrom(name: string, waiting: Waiting): ReadonlySet<string> {
  const reached = new Set<string>();
  const ahead = [...(waiting.get(name) ?? [])];
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    ahead.push(...(waiting.get(next) ?? []));
  }
  return reached;
}

/** How long the longest chain of those is that wait for each application. */
function chainsBehind(after: Waiting): ReadonlyMap<string, number> {
  const chains = new Map<string, number>();
  const chainOf = (name: string): number => {
    const known = chains.get(name);
    if (known !== undefined) return known;
    const behind = [...after].filter(([, others]) => others.has(name)).map(([each]) => chainOf(each) + 1);
    const chain = Math.max(0, ...behind);
    chains.set(name, chain);
    return chain;
  };
  for (const name of after.keys()) chainOf(name);
  return chains;
}

/** A linked backup takes its connections from its primary (LB-14). */
const configuredBy = (application: Application, { applications }: Configuration): Application =>
  applications.find(({ backup }) => backup === application.name) ?? application;
