import { RefusedError } from '../session/refused-error.js';
import { BackupError, serverSentEvents } from './event-stream.js';
import { Sequence } from './sequence.js';

const longestPauseMs = 1500;

/**
 * Follows the events of the control server, through lost connections and lost events, until the signal aborts or nobody is logged in any more.
 * `onState` hears "connecting", "live", "lost", and "backup" where the control server is the backup of a pair.
 */
export async function follow({ signal, onEvent, onState }) {
  const sequence = new Sequence();
  let lastEventId;
  onState('connecting');
  while (!signal.aborted) {
    let state = 'lost';
    try {
      for await (const event of serverSentEvents('/api/v1/events', { lastEventId, signal })) {
        const meaning = sequence.see(event);
        if (meaning === 'gap') break;
        if (meaning === 'known') continue;
        lastEventId = event.id;
        onEvent(event);
        onState('live');
      }
    } catch (error) {
      if (error instanceof RefusedError) throw error;
      if (error instanceof BackupError) state = 'backup';
    }
    if (signal.aborted) return;
    onState(state);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * longestPauseMs));
  }
}
