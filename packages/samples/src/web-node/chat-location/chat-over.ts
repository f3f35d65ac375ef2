import { RefusedError } from '../refused-error.js';

/** One answer for a chat that is over, one that never was, one of another tenant and a wrong key: an outsider cannot tell them apart. */
export const chatOver = (): RefusedError =>
  new RefusedError('CHAT_LOST', 'This chat is over, or it is not yours.', 'Start a new chat.');
