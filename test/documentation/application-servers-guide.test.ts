import { runInNewContext } from 'node:vm';
import axios from 'axios';
import { systemClock } from '@eservices-lb/sdk';
import { ModuleKind, ScriptTarget, transpile } from 'typescript';
import * as requestError from '../../packages/servers/src/application-server/request-error.js';
import type {
  ApplicationServer,
  StartServer,
} from '../../packages/servers/src/application-server/application-server.js';
import * as externalService from '../../packages/servers/src/external-service/start-external-service.js';
import { freePortBase } from '../estate/free-port-base.js';
import { aRegistration, authorization, serviceSecret, silentLog } from '../servers/application-surroundings.js';
import { fencedCode } from './fenced-code.js';

/** Starts what the guide shows, where the process of an application would. */
async function startAsShown(
  code: string,
  start: (server: StartServer) => Promise<ApplicationServer>,
): Promise<ApplicationServer> {
  let started: Promise<ApplicationServer> | undefined;
  const modules: Readonly<Record<string, unknown>> = {
    '../application-server/request-error.js': requestError,
    '../external-service/start-external-service.js': externalService,
    '../application-server/run-application-server.js': {
      runApplicationServer: (_description: string, server: StartServer) => (started = start(server)),
    },
  };
  const compiled = transpile(code, { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 });
  runInNewContext(compiled, { exports: {}, require: (name: string) => modules[name] });
  if (started === undefined) throw new Error('The guide starts no server.');
  return started;
}

describe('docs/guides/application-servers.md', () => {
  it('shows a server that works', async () => {
    process.env.ESERVICES_SERVICE_SECRET = serviceSecret;
    const port = await freePortBase();
    const server = await startAsShown(fencedCode('docs/guides/application-servers.md', 'greeting-server'), (start) =>
      start({
        ...{ registration: () => aRegistration({ default: port }), scs: [], clock: systemClock, random: () => 0 },
        ...{ log: silentLog, isAccepting: () => true, isBackup: () => false },
        ...{ reportWork: () => undefined, reportAbility: () => undefined, finishJob: () => undefined },
        reportDatabase: () => undefined,
      }),
    );
    const ask = async (parameters: object, attributes: object = {}): Promise<{ status: number; data: unknown }> => {
      const interaction = { interactionId: '1', media: 'email', tenant: 'Environment', subject: '', attributes };
      const body = { requestId: '1', tenant: 'Environment', parameters, interaction };
      const options = { headers: { authorization }, validateStatus: () => true };
      return axios.post<unknown>(`http://127.0.0.1:${port}/esp/greet`, body, options);
    };

    const attributes = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`a${index}`, 'ü'.repeat(4_096)]));
    const [greeted, refused] = [await ask({ name: 'Ada' }, attributes), await ask({})];
    const shown = await server.shownWork?.();
    await server.close();

    expect(greeted.data).toEqual({ result: { greeting: 'Hello Ada, welcome to Environment!' } });
    expect(refused).toMatchObject({ status: 400, data: { error: { code: 'NO_NAME', field: 'name' } } });
    expect(shown).toEqual({ kind: 'external-service', operations: ['greet'], requests: 2, failures: 1 });
  });
});
