import type { ConfigurationObject, EstateConfiguration } from '@eservices-lb/sdk/rules';
import type { Application, ObjectKind, State } from '@eservices-lb/sdk/wire';

/** Where an application's annex says what it was disabled with, so that it is enabled again with that, and only then. */
const markSection = 'configuration-server';
const markKey = 'disabled-with';

/**
 * The applications that a tenant's or a host's new state changes too, as Configuration Server sends them: one by one. With a host go the
 * applications on it; with a tenant those that have no enabled tenant left. Enabling brings back what went with it, and nothing else.
 */
export function applicationsChangedWith(
  configuration: EstateConfiguration,
  kind: ObjectKind,
  { name, state }: ConfigurationObject,
): readonly Application[] {
  if (kind !== 'host' && kind !== 'tenant') return [];
  const mark = `${kind} ${name}`;
  if (state === 'enabled') {
    return configuration.applications
      .filter(({ annex }) => annex[markSection]?.[markKey] === mark)
      .map((application) => withoutMark({ ...application, state: 'enabled' }));
  }
  const goesWithIt = kind === 'host' ? isOnHost(name) : hasOnlyDisabledTenants(configuration, name);
  return configuration.applications
    .filter((application) => application.state === 'enabled' && goesWithIt(application))
    .map((application) => withMark(application, mark));
}

/** Somebody sets the state of the application itself, so it no longer goes with anything. */
export function inState(application: Application, state: State): Application {
  return withoutMark({ ...application, state });
}

const isOnHost =
  (host: string) =>
  (application: Application): boolean =>
    application.host === host && application.type !== 'ApplicationCluster';

function hasOnlyDisabledTenants(configuration: EstateConfiguration, tenant: string): (each: Application) => boolean {
  const enabled = new Set(configuration.tenants.filter(({ state }) => state === 'enabled').map(({ name }) => name));
  return ({ tenants }) => tenants.includes(tenant) && !tenants.some((each) => enabled.has(each));
}

const withMark = (application: Application, mark: string): Application => ({
  ...application,
  state: 'disabled',
  annex: { ...application.annex, [markSection]: { ...application.annex[markSection], [markKey]: mark } },
});

function withoutMark(application: Application): Application {
  const { [markSection]: section, ...annex } = application.annex;
  if (section === undefined) return application;
  const rest = Object.fromEntries(Object.entries(section).filter(([key]) => key !== markKey));
  return { ...application, annex: Object.keys(rest).length === 0 ? annex : { ...annex, [markSection]: rest } };
}
