import { systemClock } from '@eservices-lb/sdk';
import type { Random } from '@eservices-lb/sdk';
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { completeSecrets } from './complete-secrets.js';
import { createAccess } from './access/access.js';
import { withdrawWithApplications } from './access/application-token.js';
import { LocalControlAgent } from './agent/local-control-agent.js';
import { runsApplication } from './agent/runs-application.js';
import { StateDirectory } from './agent/state-directory.js';
import { createControlApp } from './api/create-control-app.js';
import { SnapshotFrame } from './api/event-frames.js';
import { EventStreams } from './api/event-stream.js';
import { followTrainingJobs } from './backup/training-jobs.js';
import { WarmStandby } from './backup/warm-standby.js';
import { checkedConfiguration } from './control/changed-configuration.js';
import { Durability } from './control/durability.js';
import { DatabaseRecord } from './control/database-record.js';
import { reportCapturePoints } from './control/report-capture-points.js';
import { WorkBoard } from './control/work-board.js';
import { World } from './control/world.js';
import { Faults } from './faults/faults.js';
import { listen } from './http/listen.js';
import { applicationSecret } from './lca-server/application-secret.js';
import { LocalControlAgentLinks } from './lca-server/local-control-agent-links.js';
import type { MockScs, MockScsOptions } from './mock-scs.js';
import { Persistence } from './persistence/persistence.js';
import { restoreConfiguration } from './persistence/restore-configuration.js';
import { pairOf } from './pair/pair-of.js';
import { alone } from './pair/pair-role.js';
import type { PairRole } from './pair/pair-role.js';
import { pairPath } from './pair/peer-over-http.js';
import { SimulatedApplications } from './simulated/simulated-applications.js';

const longestEndMs = 5000;
/** Longer than the pause after which an application whose link broke links itself again. */
const usualSwitchoverTimeoutMs = 2000;

/**
 * Starts a control server that holds a configuration. It starts no application by itself.
 * @throws ConfigurationRefusedError where the configuration does not hold together, UnusableStoreError, an Error with the code EADDRINUSE when the port
 *   is busy
 */
export async function startMockScs(options: MockScsOptions): Promise<MockScs> {
  checkedConfiguration(options.configuration, 'configuration'); // else every later change would be refused, also those that nobody asked for
  const { host = '127.0.0.1', clock = systemClock, heartbeatMs = 3000, store } = options;
  const { historyLimit, log = pino({ level: 'error' }) } = options;
  const secrets = completeSecrets(options.secrets);
  const temporary = options.state === undefined ? mkdtempSync(join(tmpdir(), 'mock-scs-')) : undefined;
  const state = options.state ?? new StateDirectory(temporary ?? '');
  const limits = { connections: 4096, eventStreams: 1024, ...options.limits };
  const { token, tokensFile, random = machineRandom } = options;
  const access = createAccess({
    ...{ state, clock, log },
    ...(token !== undefined && { token }),
    ...(tokensFile !== undefined && { tokensFile }),
  });
  const wallClock = (): number => clock.wallClock();
  const restored =
    store && (await restoreConfiguration({ store, scenario: options.configuration, isFresh: options.fresh ?? false }));
  const { configuration = options.configuration, retired = [], epoch: last = -1 } = restored?.stored ?? {};
  const epoch = Math.max(options.epoch ?? clock.wallClock(), last + 1);
  const history = historyLimit !== undefined && { historyLimit };
  const world = new World({ configuration, retired, epoch, wallClock, ...history });
  const durability = new Durability((notice) => {
    world.notify(notice);
  });
  const persistence = store && restored && (await Persistence.begin(store, world, restored));
  if (persistence !== undefined) durability.add(() => persistence.committed());
  withdrawWithApplications(access.tokens, world);
  const work: WorkBoard = new WorkBoard(wallClock, () => {
    reportCapturePoints(world, work.all);
  });
  const databases = new DatabaseRecord(world);
  const links = new LocalControlAgentLinks({
    world,
    work,
    databases,
    clock,
    heartbeatMs,
    masterSecret: secrets.masterSecret,
    onRegistered: (application, pid) => {
      // Whoever says a number that is not his own would have somebody else's process ended.
      if (runsApplication(pid, application)) agent.adopt(application, pid);
    },
    modeFor: (application, claimed) => warmStandby.admit(application, claimed),
    onMode: (application, mode) => {
      warmStandby.taken(application, mode);
    },
  });
  const scs: string[] = [];
  const agent = new LocalControlAgent({
    world,
    links,
    secrets,
    tokens: access.tokens,
    state,
    clock,
    scs,
    mayRestart: () => role.isServing,
  });
  const simulated = new SimulatedApplications({ world, clock });
  const warmStandby: WarmStandby = new WarmStandby({
    ...{ world, clock, dampingMs: options.switchoverTimeoutMs ?? usualSwitchoverTimeoutMs },
    processEnd: (application) => agent.process(application)?.gone,
    control: {
      become: (application, mode) =>
        links.command(application, mode === 'primary' ? 'become-primary' : 'become-backup') ? 'asked' : 'done',
    },
  });
  const leaveTrainingJobs = followTrainingJobs(world);
  const snapshot = new SnapshotFrame(world);
  const faults = new Faults({ world, clock, random, snapshotFrame: () => snapshot.current });
  const streams = new EventStreams({ world, clock, heartbeatMs, limit: limits.eventStreams, faults });
  const pair =
    options.pair &&
    pairOf(options.pair, {
      ...{ world, tokens: access.tokens, clock, heartbeatMs, links, streams, simulated, warmStandby },
      ...{ secret: applicationSecret(secrets.masterSecret, pairPath), store: persistence },
    });
  if (pair !== undefined) durability.add(() => pair.role.replicated());
  const role: PairRole = pair?.role ?? alone;
  const app = createControlApp({
    ...{
      world,
      durability,
      links,
      agent,
      simulated,
      warmStandby,
      streams,
      faults,
      access,
      work,
      databases,
      clock,
      log,
      pair: role,
    },
    pairRoutes: pair?.routes,
  });
  const listening = {
    ...{ host, port: options.port ?? 0, links, connectionLimit: limits.connections, pair: pair?.connections },
    isServing: () => role.isServing,
  };
  const server = await listen(app, listening).catch(async (error: unknown) => {
    await persistence?.close();
    throw error;
  });
  const url = `http://${reachable(host)}:${server.port}`;
  scs.push(url, ...(options.pair === undefined ? [] : [options.pair.peerUrl]));
  if (options.pair?.configured === 'backup') scs.reverse();
  await pair?.role.start();

  let closing: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    pair?.close();
    faults.close();
    warmStandby.close();
    leaveTrainingJobs();
    simulated.close();
    await agent.close(longestEndMs);
    streams.close();
    links.close();
    access.close();
    await server.close();
    await persistence?.close();
    if (temporary === undefined) return;
    access.audit.close();
    rmSync(temporary, { recursive: true, force: true });
  };
  const close = (): Promise<void> => (closing ??= end());
  return {
    url,
    addresses: scs,
    pair: role,
    port: server.port,
    token: access.operatorToken,
    access,
    faults,
    secrets,
    world,
    durability,
    links,
    work,
    agent,
    simulated,
    secretOf: (application) => applicationSecret(secrets.masterSecret, application),
    close,
    [Symbol.asyncDispose]: close,
  };
}

const machineRandom: Random = () => randomInt(2 ** 32) / 2 ** 32;

/** A host that listens everywhere is reached here by the loopback interface. */
const reachable = (host: string): string => {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
};
