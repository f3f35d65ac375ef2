import type { ConfigurationReader } from '@eservices-lb/sdk';
import type { Callbacks } from '../callbacks/callbacks.js';
import { refusalOf } from '../refusal-of.js';
import type { AskStatistics } from '../statistics/chat-statistics.js';
import type { ChatDesk } from './chat-desk.js';
import type { EmailDesk } from './email-desk.js';

export interface AgentWorkOptions {
  readonly configuration: ConfigurationReader;
  readonly chats: Pick<ChatDesk, 'list'>;
  readonly emails: Pick<EmailDesk, 'list'>;
  readonly callbacks: Pick<Callbacks, 'list'>;
  readonly askStatistics: AskStatistics;
}

/** What there is to do for the agents of a tenant. Chats must be told; where other servers are out of order, `problem` says so. */
export async function agentWork(tenant: string, options: AgentWorkOptions): Promise<object> {
  const { configuration, chats, emails, callbacks, askStatistics } = options;
  const has = (type: string): boolean => configuration.applications({ type, tenant }).length > 0;
  const [chatList, emailList, callbackList, statistics] = await Promise.allSettled([
    chats.list(tenant),
    emails.list(tenant),
    has('CallbackServer') ? callbacks.list(tenant) : Promise.resolve([]),
    has('StatServer') ? askStatistics(tenant) : Promise.resolve(undefined),
  ] as const);
  if (chatList.status === 'rejected') throw chatList.reason;
  const failed = [emailList, callbackList, statistics].find((one) => one.status === 'rejected');
  return {
    ...chatList.value,
    emails: emailList.status === 'fulfilled' ? emailList.value : [],
    callbacks: callbackList.status === 'fulfilled' ? callbackList.value : [],
    ...(statistics.status === 'fulfilled' && { statistics: statistics.value }),
    ...(failed !== undefined && { problem: refusalOf(failed.reason).message }),
  };
}
