import type { FuzzTarget } from './fuzz-target.js';
import { alias } from './targets/alias.js';
import { capture } from './targets/capture.js';
import { chatFormPosts } from './targets/chat-form.js';
import { configuration } from './targets/configuration.js';
import { emailFormPosts } from './targets/email-form.js';
import { estateFile } from './targets/estate-file.js';
import { events } from './targets/events.js';
import { fileName } from './targets/file-name.js';
import { journal } from './targets/journal.js';
import { jsonRpc } from './targets/json-rpc.js';
import { lcaMessage } from './targets/lca-message.js';
import { lcaReport } from './targets/lca-report.js';
import { mail } from './targets/mail.js';
import { numberList } from './targets/number-list.js';
import { options } from './targets/options.js';
import { pairMessage } from './targets/pair-message.js';
import { proxyClientMessage } from './targets/client-message.js';
import { retryAfter } from './targets/retry-after.js';
import { serverSentEvents } from './targets/server-sent-events.js';
import { smpp } from './targets/smpp.js';
import { smsText } from './targets/sms-text.js';
import { viewFile } from './targets/view-file.js';
import { workflow } from './targets/workflow.js';

/** Everything that reads what others wrote. */
export const allTargets: readonly FuzzTarget[] = [
  ...[alias, events, viewFile, serverSentEvents, retryAfter, options, estateFile, configuration, numberList],
  ...[lcaReport, lcaMessage, pairMessage, journal],
  ...[chatFormPosts, emailFormPosts, fileName],
  ...[jsonRpc, proxyClientMessage, smpp, smsText, mail, capture, workflow],
];
