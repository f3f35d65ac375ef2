import axios from 'axios';
import type { ScenarioEstate } from '../estate/scenario-estate.js';
import { interactionsOf } from './interactions-of.js';

export interface SmsLoadOptions {
  readonly estate: ScenarioEstate;
  readonly perSecond: number;
  readonly seconds: number;
  /** The SMS Server whose process is killed at half time; its host starts it again. */
  readonly kill?: string | undefined;
  readonly progress: (text: string) => void;
}

export interface SmsLoadReport {
  readonly perSecond: number;
  readonly seconds: number;
  readonly killed?: string | undefined;
  /** How many messages telephones sent, and in which time. */
  readonly sent: number;
  readonly sentSeconds: number;
  /** From the last one sent until all were acknowledged. */
  readonly settledSeconds: number;
  /** The most messages that waited at the SMS Center at once. */
  readonly mostWaiting: number;
  readonly unacknowledged: number;
  readonly interactions: number;
  readonly missing: number;
  readonly doubled: number;
}

/** As `sms-load.yaml` has them, above the port base of 8000. */
const ports = { database: 132, smsCenter: 164 };
const areas = ['+1650', '+1925', '+1650', '+1510'];
const tickMs = 50;
const settleLimitSeconds = 120;

/** Text messages at an even pace from telephones of all areas; in the end the interactions in the database are compared with what was sent. */
export async function runSmsLoad(options: SmsLoadOptions): Promise<SmsLoadReport> {
  const { estate, perSecond, seconds, kill, progress } = options;
  const center = axios.create({ baseURL: `http://127.0.0.1:${estate.portBase + ports.smsCenter}` });
  const counts = async (): Promise<Counts> => (await center.get<Counts>('/counts')).data;
  const messageIds: string[] = [];
  let mostWaiting = 0;
  const from = performance.now();
  const watching = setInterval(() => {
    void counts().then(({ delivered, unacknowledged }) => {
      mostWaiting = Math.max(mostWaiting, unacknowledged);
      progress(`${messageIds.length} sent, ${delivered} acknowledged, ${unacknowledged} waiting`);
    });
  }, 1_000);
  const killing = kill === undefined ? undefined : setTimeout(() => estate.kill(kill), (seconds * 1_000) / 2);
  const total = perSecond * seconds;
  while (messageIds.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - from) / 1_000) * perSecond));
    const messages = Array.from({ length: due - messageIds.length }, (_, at) => messageNumber(messageIds.length + at));
    if (messages.length > 0) {
      const answer = await center.post<{ messageIds: string[] }>('/messages', { messages });
      messageIds.push(...answer.data.messageIds);
    }
    await pause(tickMs);
  }
  const sentSeconds = (performance.now() - from) / 1_000;
  clearTimeout(killing);
  const { settledSeconds, unacknowledged } = await settled(counts);
  clearInterval(watching);
  const interactions = await interactionsOf(estate.portBase + ports.database);
  const times = messageIds.map((messageId) => interactions.get(messageId) ?? 0);
  return {
    ...{ perSecond, seconds, killed: kill, sent: messageIds.length, sentSeconds, settledSeconds, mostWaiting },
    ...{ unacknowledged, interactions: [...interactions.values()].reduce((sum, count) => sum + count, 0) },
    missing: times.filter((count) => count === 0).length,
    doubled: times.filter((count) => count > 1).length,
  };
}

interface Counts {
  readonly delivered: number;
  readonly unacknowledged: number;
}

const messageNumber = (number: number): { from: string; to: string; text: string } => ({
  from: `${areas[number % areas.length]}555${String(number % 10_000).padStart(4, '0')}`,
  to: '+18005550000',
  text: `Message ${number}`,
});

async function settled(
  counts: () => Promise<Counts>,
): Promise<{ readonly settledSeconds: number; readonly unacknowledged: number }> {
  const from = performance.now();
  for (;;) {
    const { unacknowledged } = await counts();
    const settledSeconds = (performance.now() - from) / 1_000;
    if (unacknowledged === 0 || settledSeconds > settleLimitSeconds) return { settledSeconds, unacknowledged };
    await pause(tickMs);
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
