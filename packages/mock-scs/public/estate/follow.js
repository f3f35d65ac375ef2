import { RefusedError } from '../session/refused-error.js';
import { serverSentEvents } from './event-stream.js';

const longestPauseMs = 1500;

/**
 * Follows the events of the control server, through lost connections, until the signal aborts or nobody is logged in any more.
 * `onState` hears "connecting", "live" and "lost".
 */
export async function follow({ headers, signal, onEvent, onState }) {
  let lastEventId;
  onState('connecting');
  while (!signal.aborted) {
    try {
      for await (const event of serverSentEvents('/api/v1/events', { headers: headers(), lastEventId, signal })) {
        lastEventId = event.id;
        onEvent(event);
        onState('live');
      }
    } catch (error) {
      if (error instanceof RefusedError) throw error;
    }
    if (signal.aborted) return;
    onState('lost');
    await new Promise((resolve) => setTimeout(resolve, Math.random() * longestPauseMs));
  }
}
