import type { JsonRpcPeer } from '../../json-rpc/json-rpc-peer.js';
import { PeerError } from '../../json-rpc/peer-error.js';
import type { Assignment } from './arrival.js';

/** A little less than the longest message that a routing server takes. */
const longestBytes = 1_000_000;
const mostlyReason = 1_000;

/** What a routing server says to an interaction. */
export type Taking =
  | { readonly is: 'taken' }
  /** Not now: another one may. */
  | { readonly is: 'refused'; readonly reason: string }
  /** No routing server will ever take it. */
  | { readonly is: 'impossible'; readonly reason: string }
  /** Nothing: whether it has it nobody knows. */
  | { readonly is: 'silent'; readonly reason: string };

/** These say that it is not the interaction's fault. */
const notNow: ReadonlySet<string | undefined> = new Set(['NOT_ACCEPTING', 'STRATEGY_NOT_LOADED']);

/** Gives an interaction to the routing server that it was assigned to. */
export async function giveToRoutingServer(assignment: Assignment, peer: JsonRpcPeer | undefined): Promise<Taking> {
  const { requestId, strategy, interaction } = assignment;
  const { interactionId, media, tenant, subject, attributes } = interaction;
  const request = { requestId, strategy, interaction: { interactionId, media, tenant, subject, attributes } };
  if (Buffer.byteLength(JSON.stringify(request)) > longestBytes)
    return { is: 'impossible', reason: 'Its attributes are longer than a routing server takes.' };
  if (peer === undefined) return { is: 'refused', reason: 'It is not connected any more.' };
  try {
    await peer.request('router.route', request);
    return { is: 'taken' };
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, mostlyReason) : String(error);
    if (!(error instanceof PeerError) || error.code !== 'PEER_REFUSED') return { is: 'silent', reason };
    return { is: notNow.has(error.remoteCode) ? 'refused' : 'impossible', reason };
  }
}
