import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLoadBalancer } from '@eservices-lb/sdk';
import type { LoadBalancer, Snapshot } from '@eservices-lb/sdk';
import axios from 'axios';
import type { Estate } from '../estate/start-estate.js';

/** What an operator can do to an estate, and an SDK of the test's own that watches it. */
export interface Operator extends AsyncDisposable {
  readonly loadBalancer: LoadBalancer;
  /** Asks Solution Control Server for an action on an application: kill, start, disable, service-unavailable … */
  act(application: string, action: string): Promise<void>;
  /** Changes the configuration of an application: the fields that are given. */
  change(application: string, fields: object): Promise<void>;
  /** Which application an alias denotes. */
  applicationOf(alias: string, tenant: string): string;
  /** Resolves when the SDK knows that the application has the status. */
  hasStatus(application: string, status: string): Promise<void>;
  /** Resolves when the SDK's view fulfils the condition. */
  view(holds: (snapshot: Snapshot) => boolean): Promise<void>;
}

export async function operatorOf({ ready, directory, portBase }: Estate): Promise<Operator> {
  const file = join(directory, '.eservices-lb', String(portBase), 'secrets.json');
  const { aliasKeys } = JSON.parse(readFileSync(file, 'utf8')) as { aliasKeys: string };
  const loadBalancer = createLoadBalancer({
    application: 'WebAPIServer_1',
    scs: ready.urls.scs,
    token: ready.token,
    aliasKeys: aliasKeys.split(','),
  });
  await loadBalancer.ready();
  const [scs] = ready.urls.scs;
  let known: Snapshot | undefined;
  loadBalancer.subscribe((snapshot) => (known = snapshot));

  const view = (holds: (snapshot: Snapshot) => boolean): Promise<void> =>
    new Promise((resolve) => {
      if (known !== undefined && holds(known)) {
        resolve();
        return;
      }
      const stop = loadBalancer.subscribe((snapshot) => {
        if (!holds(snapshot)) return;
        stop();
        resolve();
      });
    });
  return {
    ...{ loadBalancer, view },
    async act(application, action) {
      const headers = { authorization: `Bearer ${ready.token}` };
      await axios.post(`${scs}/api/v1/applications/${application}/${action}`, undefined, { headers });
    },
    async change(application, fields) {
      const headers = { authorization: `Bearer ${ready.token}` };
      await axios.patch(`${scs}/api/v1/applications/${application}`, fields, { headers });
    },
    applicationOf: (alias, tenant) => loadBalancer.resolve(alias, { tenant }).application,
    hasStatus: (application, status) => view(({ statuses }) => statuses.get(application)?.status === status),
    [Symbol.asyncDispose]: () => loadBalancer.close(),
  };
}
