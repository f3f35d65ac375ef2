import { rmSync } from 'node:fs';
import { describeFindingInFile } from '@eservices-lb/sdk/rules';
import type { EstateConfiguration as Configuration } from '@eservices-lb/sdk/rules';
import { loadWithWarnings } from '../configuration/load-configuration.js';
import { scenarioFile } from '../configuration/scenario-file.js';
import { shiftPorts } from '../configuration/shift-ports.js';
import type { StateDirectory } from '../agent/state-directory.js';
import { restoreConfiguration } from '../persistence/restore-configuration.js';
import { startMockScs } from '../start-mock-scs.js';
import type { MockScs } from '../mock-scs.js';
import { logTail } from '../agent/log-tail.js';
import { peerOverHttp } from '../pair/peer-over-http.js';
import { controlPorts, controlUrl } from './control-ports.js';
import { FailedStartError } from './failed-start-error.js';
import type { Progress } from './progress.js';
import { runFollower } from './run-follower.js';
import { spawnBackup } from './spawn-backup.js';
import { addressesOf, addressTable } from './addresses.js';
import { adoptSurvivors, survivors } from './adopt-survivors.js';
import { BusyPortsError } from './busy-ports-error.js';
import { busyPorts } from './busy-ports.js';
import type { EstateOptions } from './command-line.js';
import type { EstateTools } from './estate-tools.js';
import { EstateTakenError } from './estate-taken-error.js';
import { estateSecrets } from './estate-secrets.js';
import { progressTo } from './progress.js';
import { isLoopback } from './is-loopback.js';
import { SharedPortsError } from './shared-ports-error.js';
import { storeOf } from './store-of.js';
import { stateDirectoryAt } from './state-directory-at.js';
import { startApplications } from './start-applications.js';
import { writeReadyFile } from './ready-file.js';

const inStepLimitMs = 15_000;
const lookMs = 50;

/**
 * Brings up a whole estate: the control server, then every application of the scenario.
 * @throws EstateTakenError, UnknownScenarioError, ConfigurationFileError, UnusableStoreError, SharedPortsError, BusyPortsError, FailedStartError
 */
export async function runEstate(options: EstateOptions, tools: EstateTools): Promise<void> {
  if (options.backup === true) {
    await runFollower({ ...options, ...tokenOfEnvironment() }, 'backup', tools);
    return;
  }
  const ports = controlPorts(options.portBase);
  const peerUrl = controlUrl(ports.backup);
  if ((await peerOverHttp(peerUrl, '').health())?.role === 'primary') {
    if (options.pair !== true) throw new EstateTakenError(peerUrl);
    await runFollower(options, 'primary', tools);
    return;
  }
  await runPrimary(options, ports.primary, tools);
}

async function runPrimary(options: EstateOptions, port: number, tools: EstateTools): Promise<void> {
  const { clock, output, onStarted } = tools;
  const { scenario, portBase, readyFile, host, token, tokens, fresh = false } = options;
  const { configuration: written, file, warnings } = loadWithWarnings(scenarioFile(scenario));
  for (const warning of warnings) output.write(`warning: ${describeFindingInFile(file, warning)}\n`);
  const configuration = shiftPorts(written, portBase);
  const state = stateDirectoryAt(portBase);
  const left = survivors(state.readProcesses());
  const store = storeOf(options, state);
  const { stored } = await restoreConfiguration({ store, scenario: configuration, isFresh: fresh });
  await refuseBusyPorts(stored.configuration, left, { host, port });
  if (readyFile !== undefined) rmSync(readyFile, { force: true });

  const names = stored.configuration.applications.map(({ name }) => name);
  const progress = progressTo(output, clock, names);
  const secrets = estateSecrets(state);
  const scs = await startMockScs({
    ...{ configuration, host, port, secrets, state, clock, store, fresh },
    ...(token !== undefined && { token }),
    ...(tokens !== undefined && { tokensFile: tokens }),
    ...(options.pair === true && { pair: { peerUrl: controlUrl(port + 1), configured: 'primary' } }),
  });
  onStarted(scs);
  if (!isLoopback(host)) {
    progress.say(
      'mock-scs',
      `WARNING: ${host} can be reached from other machines, in plain HTTP; give tokens to nobody there`,
    );
  }
  for (const { message } of scs.world.notices) progress.say('mock-scs', message);
  progress.say('mock-scs', `listening on ${scs.url}`);
  if (left.size > 0) {
    progress.say('mock-scs', `finding again what an earlier start left: ${[...left.keys()].join(', ')}`);
    await adoptSurvivors(scs, left, clock);
  }
  if (options.pair === true) await startBackup(scs, { options, state, progress, tools });
  await startApplications({ scs, state, progress, clock });

  const addresses = addressesOf(scs);
  if (readyFile !== undefined) writeReadyFile(readyFile, scs, addresses);
  output.write(addressTable(addresses));
}

interface BackupStart {
  readonly options: EstateOptions;
  readonly state: StateDirectory;
  readonly progress: Progress;
  readonly tools: EstateTools;
}

/** @throws FailedStartError where the backup does not follow in time */
async function startBackup(scs: MockScs, { options, state, progress, tools }: BackupStart): Promise<void> {
  const name = 'control-server-backup';
  progress.say(name, 'starting');
  spawnBackup(options, state);
  const deadline = tools.clock.now() + inStepLimitMs;
  while (!scs.pair.isInStep) {
    if (tools.clock.now() > deadline) {
      const log = state.logFile(name);
      throw new FailedStartError(name, `it does not follow ${scs.url}`, log, logTail(log, 15));
    }
    await new Promise<void>((resolve) => tools.clock.after(lookMs, resolve, { keepAlive: true }));
  }
  progress.say(name, `following, at ${controlUrl(controlPorts(options.portBase).backup)}`);
}

const tokenOfEnvironment = (): { readonly token?: string } => {
  const token = process.env.ESERVICES_OPERATOR_TOKEN;
  return token === undefined ? {} : { token };
};

async function refuseBusyPorts(
  { applications, hosts }: Configuration,
  left: ReadonlyMap<string, number>,
  control: { readonly host: string; readonly port: number },
): Promise<void> {
  const needed = applications
    .filter(
      ({ name, startInfo, simulated, state }) =>
        startInfo !== undefined && !simulated && state === 'enabled' && !left.has(name),
    )
    .flatMap(({ name, host, ports }) =>
      ports.map(({ port }) => ({
        application: name,
        address: hosts.find((each) => each.name === host)?.address ?? '127.0.0.1',
        port,
      })),
    );
  const all = [{ application: 'mock-scs', address: control.host, port: control.port }, ...needed];
  const shared = all.filter((one) =>
    all.some((other) => other !== one && other.port === one.port && other.address === one.address),
  );
  if (shared.length > 0) throw new SharedPortsError(shared);
  const busy = await busyPorts(all);
  if (busy.length > 0) throw new BusyPortsError(busy);
}
