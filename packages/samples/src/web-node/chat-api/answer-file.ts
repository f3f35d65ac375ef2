import type { Response } from 'express';
import type { ReceivedFile } from '../servers/chat-server-client.js';
import { safeFileName } from './safe-file-name.js';

/** Types that browsers show and never run. */
const harmless = /^(?:image\/(?:png|jpeg|gif|webp|bmp)|application\/pdf|text\/plain|application\/zip)(?:;|$)/i;

/** Answers with a file that a stranger has sent: to be saved, never to be shown as part of this site. */
export function answerFile(response: Response, { name, type, bytes }: ReceivedFile): void {
  response
    .attachment(safeFileName(name))
    .set({
      'content-type': harmless.test(type) ? type : 'application/octet-stream',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    })
    .end(bytes);
}
