// What the console knows of the estate: the snapshot, and every event since.

/** The estate after an event. */
export function afterEvent(estate, { name, body }) {
  switch (name) {
    case 'snapshot':
      return {
        hosts: new Map(body.hosts.map((host) => [host.dbid, host])),
        applications: new Map(body.applications.map((application) => [application.dbid, application])),
        statuses: new Map(body.statuses.map((status) => [status.application, status])),
      };
    case 'status':
      return { ...estate, statuses: new Map(estate.statuses).set(body.application, body) };
    case 'configuration':
      return afterChange(estate, body);
    default:
      return estate;
  }
}

function afterChange(estate, { change, kind, object, dbid }) {
  if (kind === 'tenant') return estate;
  const list = kind === 'host' ? 'hosts' : 'applications';
  const objects = new Map(estate[list]);
  if (change === 'deleted') objects.delete(dbid);
  else objects.set(object.dbid, object);
  return { ...estate, [list]: objects };
}

/** One line for each application, ready to be shown. */
export function linesOf({ hosts, applications, statuses }) {
  const addresses = new Map([...hosts.values()].map(({ name, address }) => [name, address]));
  return [...applications.values()].map((application) => {
    const { status = 'stopped', mode = 'primary', load } = statuses.get(application.name) ?? {};
    return { application, status, mode, load, address: addresses.get(application.host) };
  });
}
