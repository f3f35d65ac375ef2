import { RefusedError } from '../refused-error.js';

/** One answer for a chat that is over, one that never was, one of another tenant and a wrong key: an outsider cannot tell them apart. */
export const chatOver = (): RefusedError =>
  new RefusedError('CHAT_LOST', 'This chat is over, or it is not yours.', 'Start a new chat.');

/** Said only where no chat at all can be restored, so that it tells nothing about one of them. */
export const chatLost = (): RefusedError =>
  new RefusedError(
    'CHAT_LOST',
    'The server of this chat has stopped, and the chat with it.',
    'Start a new chat; an operator can switch session restoration on.',
  );
