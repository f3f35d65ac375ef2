import type { Verdict } from '../benchmark.js';
import type { MemoryGrowth } from './measure/memory-growth.js';
import type { OpenDescriptors } from './measure/open-descriptors.js';
import type { LoadOutcome, SoakReport } from './soak-report.js';

export interface SoakVerdict extends Verdict {
  /** It depends on the machine, too. */
  readonly isOfTime?: boolean;
}

const megabyte = 1024 * 1024;
const p99GoalMs = 250;
const longestWaitMs = 30_000;
/**
 * What a heap may grow by, in bytes, after its warm-up: what code that is compiled late and caches that fill need, which dominates short runs; and a little
 * for each minute, which dominates long ones. With 200 visitors, a leak of a kilobyte a chat would be 300 KB a minute.
 */
const growthOnce = 16 * megabyte;
const growthPerMinute = 0.1 * megabyte;
/** A Chat Server tells about ended chats for five minutes, so in a run without a whole warm-up it grows with each message that long. */
const growthPerMessage = 2 * 1024;
const chatsAreKeptMinutes = 5;
/** Connections to the database that are kept, beyond those that there were before. */
const moreDescriptors = 12;
/** They keep what they are told in memory, by design: their growth says how much that was. */
const keepers = ['DatabaseServer', 'MailServer'];

/** What is claimed of a soak, and whether it held. */
export function verdictsOf(report: SoakReport): readonly SoakVerdict[] {
  const { chats, forms, pages, faults, memory, descriptors, notRunning, endedUnasked, orphans } = report;
  const all = [chats, forms, pages];
  const sum = (of: (outcome: LoadOutcome) => number): number => all.reduce((total, each) => total + of(each), 0);
  const [worst = { ms: 0, operation: '' }] = all.map(({ worstWait }) => worstWait).sort((a, b) => b.ms - a.ms);
  const judged = memory.filter(({ application }) => !keepers.includes(application));
  const grown = judged.filter((each) => each.heapPerMinute * each.minutes > allowedGrowth(each, report));
  const open = descriptors.filter(({ before, after }) => after > before + moreDescriptors);
  const notBack = faults.filter(({ isBack }) => !isBack);
  return [
    verdict(
      'every acknowledged chat message there, once',
      chats.missing + chats.doubled === 0 && chats.acknowledged > 0,
      stored(chats),
    ),
    verdict(
      'every acknowledged e-mail, attachment, answer and call there, once',
      forms.missing + forms.doubled === 0 && forms.acknowledged > 0,
      stored(forms),
    ),
    verdict(
      'no error that a visitor sees',
      sum(({ failed }) => failed) === 0,
      `${sum(({ failed }) => failed)}; asked again ${sum(({ interrupted }) => interrupted)} times`,
    ),
    verdict(
      'everybody back after every fault',
      notBack.length === 0 && faults.length > 0,
      `${faults.length} faults, not back after ${notBack.length}`,
    ),
    verdict('no process ends unasked', endedUnasked.length === 0, listed(endedUnasked)),
    verdict('memory settles', grown.length === 0 && judged.length > 0, memorySaid(report, judged, grown)),
    verdict('descriptors as before the load', open.length === 0 && descriptors.length > 0, descriptorsSaid(open)),
    verdict('every application running at the end', notRunning.length === 0, listed(notRunning)),
    verdict('no process left over', orphans.length === 0, listed(orphans)),
    {
      ...verdict(
        `nobody waits longer than ${longestWaitMs / 1_000} s`,
        worst.ms < longestWaitMs,
        `${(worst.ms / 1_000).toFixed(1)} s: ${worst.operation}`,
      ),
      isOfTime: true,
    },
    { ...verdict(`chats: p99 < ${p99GoalMs} ms`, chats.p99 < p99GoalMs, `${chats.p99.toFixed(1)} ms`), isOfTime: true },
  ];
}

function allowedGrowth({ application, minutes, isSettled }: MemoryGrowth, { chats, ...run }: SoakReport): number {
  const messagesAMinute = chats.acknowledged / run.minutes;
  const isGrowing = application.startsWith('ChatServer') && !isSettled;
  const kept = isGrowing ? growthPerMessage * messagesAMinute * Math.min(minutes, chatsAreKeptMinutes) : 0;
  return growthOnce + growthPerMinute * minutes + kept;
}

const verdict = (goal: string, isMet: boolean, measured: string): SoakVerdict => ({ goal, measured, isMet });

const stored = ({ acknowledged, missing, doubled }: LoadOutcome): string =>
  `${acknowledged} acknowledged, ${missing} missing, ${doubled} doubled`;

const listed = (all: readonly string[]): string => (all.length === 0 ? 'none' : all.join(', '));

function memorySaid(report: SoakReport, judged: readonly MemoryGrowth[], grown: readonly MemoryGrowth[]): string {
  const [worst] = [...judged].sort((a, b) => b.heapPerMinute * b.minutes - a.heapPerMinute * a.minutes);
  if (worst === undefined) return 'no process lived long enough';
  if (grown.length > 0) return listed(grown.map((each) => said(each, report)));
  return `${judged.length} processes, most: ${said(worst, report)}`;
}

const said = (growth: MemoryGrowth, report: SoakReport): string =>
  `${growth.application} ${inMegabytes(growth.heapPerMinute * growth.minutes)} in ${growth.minutes.toFixed(1)} min (${inMegabytes(allowedGrowth(growth, report))} allowed)`;

const descriptorsSaid = (open: readonly OpenDescriptors[]): string =>
  open.length === 0
    ? 'all'
    : listed(open.map(({ application, before, after }) => `${application}: ${before}, then ${after}`));

export const inMegabytes = (bytes: number): string => `${(bytes / megabyte).toFixed(1)} MB`;
