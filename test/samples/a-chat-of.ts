import nock from 'nock';
import request from 'supertest';
import { aWebNode } from './a-web-node.js';
import type { WebNode } from './a-web-node.js';

/** The Chat API's base of a service of tenant Environment. */
export const chat = '/genesys/2/chat/support';

export const unknownChat = { error: { code: 'UNKNOWN_CHAT', message: 'There is no such chat.' } };

/** The alias of a Chat Server, as a customer of the tenant got it. */
export function aliasOf({ estate }: WebNode, application: string, tenant = 'Environment'): string {
  const exclude = ['ChatServer_1', 'ChatServer_2', 'ChatServer_3', 'ChatServer_4'].filter(
    (name) => name !== application,
  );
  return estate.loadBalancer.select({ tenant, type: 'ChatServer', exclude }).alias;
}

/** One request about chat `c`. */
export const ask = (node: WebNode, operation: string, form: object): request.Test =>
  request(node.app)
    .post(`${chat}/c/${operation}`)
    .type('form')
    .send({ userId: 'u', secureKey: 'k', ...form });

/** A web node for one test, and nothing left of it, nor of what was played for it. */
export async function withWebNode(test: (node: WebNode) => Promise<void>): Promise<void> {
  const node = await aWebNode();
  try {
    await test(node);
  } finally {
    await node[Symbol.asyncDispose]();
    nock.abortPendingRequests();
    nock.cleanAll();
  }
}
