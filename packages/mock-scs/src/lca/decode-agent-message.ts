import { agentMessageSchema } from './messages.js';
import type { AgentMessage } from './messages.js';

/** A message that this release does not know is none of its business. */
export function decodeAgentMessage(data: Buffer): AgentMessage | undefined {
  try {
    return agentMessageSchema.safeParse(JSON.parse(data.toString())).data;
  } catch {
    return undefined;
  }
}

/** How long an agent that pings so often may be silent before its link is lost, ms. */
export const silenceLimitMs = ({
  heartbeatMs,
}: Pick<Extract<AgentMessage, { type: 'registered' }>, 'heartbeatMs'>): number => 3 * heartbeatMs;
