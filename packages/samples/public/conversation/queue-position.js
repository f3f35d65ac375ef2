import { t } from '../texts.js';

const everyMs = 4000;

/** Tells the visitor who waits which place in the queue that is, for as long as `isWaiting` says so. Where nobody knows, it says nothing. */
export async function followQueue({ connection, isWaiting, show }) {
  while (isWaiting()) {
    show(await position(connection.chat));
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  show('');
}

async function position({ service, tenant, chatId }) {
  const query = new URLSearchParams({ service, chatId, ...(tenant && { tenant }) });
  try {
    const response = await fetch(`/api/statistics/chat?${query}`, { signal: AbortSignal.timeout(everyMs) });
    if (!response.ok) return '';
    const { position, estimatedWaitSeconds } = await response.json();
    if (position === undefined) return '';
    if (position <= 1) return t('chat.next');
    return t('chat.position', { position, minutes: Math.max(1, Math.round(estimatedWaitSeconds / 60)) });
  } catch {
    return '';
  }
}
