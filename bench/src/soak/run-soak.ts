import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '@eservices-lb/sdk/testing';
import { LoadRecord } from '../chats/load-record.js';
import { WebNodes } from '../chats/web-nodes.js';
import type { LoggedFault } from './faults/fault-log.js';
import { inflictFaults } from './faults/inflict-faults.js';
import { conversations } from './load/conversations.js';
import { sendForms } from './load/sent-forms.js';
import { checkStoredForms } from './load/stored-forms.js';
import { followEvents, lookAtPages } from './load/watchers.js';
import { memoryGrowth } from './measure/memory-growth.js';
import { openDescriptors } from './measure/open-descriptors.js';
import { ProcessWatch } from './measure/process-watch.js';
import { SoakEstate } from './soak-estate.js';
import type { LoadOutcome, SoakReport } from './soak-report.js';

export interface SoakOptions {
  readonly minutes: number;
  readonly visitors: number;
  readonly seed: number;
  readonly portBase: number;
  /** A folder for what the processes printed. */
  readonly keepLogsIn?: string | undefined;
  readonly progress: (text: string) => void;
  readonly onFault: (fault: LoggedFault) => void;
}

const msPerMinute = 60_000;
/** Our pages give a request up after so long, ms. */
const limitMs = 5_000;
/** Before the load and after it, with nothing to do: connections that are kept are closed by then, ms. */
const idleMs = 15_000;

/** The demo at load with a fault every ten seconds; in the end, what was acknowledged is compared with what is there. */
export async function runSoak(options: SoakOptions): Promise<SoakReport> {
  const heapDirectory = mkdtempSync(join(tmpdir(), 'eservices-lb-soak-'));
  const environment = {
    NODE_OPTIONS: `--require ${join(__dirname, 'measure/report-heap.js')}`,
    SOAK_HEAP_DIRECTORY: heapDirectory,
  };
  options.progress('the estate starts …');
  const estate = await SoakEstate.start(options.portBase, { environment });
  const watch = new ProcessWatch(estate);
  const stop = async (): Promise<void> => {
    watch.stop();
    await estate.processes.stop(options.keepLogsIn);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stop().finally(() => process.exit(130)));
  try {
    const measured = await underLoad(estate, watch, { ...options, heapDirectory });
    await stop();
    return { ...measured, orphans: watch.alive() };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    rmSync(heapDirectory, { recursive: true, force: true });
  }
}

async function underLoad(
  estate: SoakEstate,
  watch: ProcessWatch,
  {
    minutes,
    visitors,
    seed,
    portBase,
    heapDirectory,
    progress,
    onFault,
  }: SoakOptions & { readonly heapDirectory: string },
): Promise<Omit<SoakReport, 'orphans'>> {
  const { frontDoor, webNodes: nodes, scs } = estate.processes;
  await pause(idleMs);
  const idleUntil = Date.now();
  const webNodes = new WebNodes([...(frontDoor === undefined ? [] : [frontDoor]), ...nodes], { limitMs });
  const [chats, forms, pages] = [new LoadRecord(), new LoadRecord(), new LoadRecord()];
  const [from, fromUtc] = [performance.now(), Date.now()];
  const until = from + minutes * msPerMinute;
  const load = { webNodes, random: seededRandom(seed), from, until };
  const consolesEnd = new AbortController();
  const interruptions = (): number => chats.interruptions + forms.interruptions + pages.interruptions;
  let count = 0;
  const ticking = setInterval(() => {
    const failed = chats.failureCount + forms.failureCount + pages.failureCount;
    const left = Math.max(0, Math.ceil((until - performance.now()) / 1_000));
    progress(
      `${chats.requests} requests of chats, p99 ${chats.latency(0.99).toFixed(0)} ms, ${failed} failed, ${interruptions()} asked again, ${count} faults, ${left} s left`,
    );
  }, 5_000);
  const consoles = followEvents(scs, consolesEnd.signal);
  const [faults, sent] = await Promise.all([
    inflictFaults({
      ...{ estate, seed, from, until, interruptions },
      onFault: (fault) => {
        count += 1;
        onFault(fault);
      },
    }),
    sendForms({ ...load, record: forms }),
    conversations(visitors, { ...load, record: chats }),
    lookAtPages({ ...load, record: pages }),
  ]);
  clearInterval(ticking);
  consolesEnd.abort();
  const untilUtc = Date.now();
  progress('the load is over; what was acknowledged is looked up …');
  await estate.allBack().catch(() => undefined);
  await checkStoredForms(portBase, sent, forms);
  await webNodes.close();
  await pause(idleMs);
  watch.look();
  return {
    ...{ seed, minutes, visitors, faults, eventStreams: await consoles, endedUnasked: watch.endedUnasked },
    ...{ chats: outcomeOf(chats), forms: outcomeOf(forms), pages: outcomeOf(pages) },
    memory: memoryGrowth(watch.processes, { from: fromUtc, until: untilUtc, heapDirectory }),
    descriptors: openDescriptors(watch.processes, idleUntil),
    notRunning: (await estate.applications()).filter(({ status }) => status !== 'running').map(({ name }) => name),
  };
}

const outcomeOf = (record: LoadRecord): LoadOutcome => ({
  ...{ requests: record.requests, interrupted: record.interruptions },
  ...{ failed: record.failureCount, failures: record.failures },
  ...{ acknowledged: record.acknowledged, missing: record.missing, doubled: record.doubled },
  ...{ oddities: record.oddities, worstWait: record.worstWait, p99: record.latency(0.99) },
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
