import type { Role } from './role.js';

const reading = ['GET', 'HEAD', 'OPTIONS'];
const judging = /^\/(validate|explain)\/?$/;
const acting = /^\/(applications|hosts|tenants)\/[^/]+\/[^/]+\/?$/;

/**
 * The role that a request needs; `path` is the one below `/api/v1`. Whatever changes something and is no action on an application, host
 * or tenant needs the highest role, so that a route added later is not open to everybody by mistake.
 */
export function requiredRole(method: string, path: string): Role {
  if (reading.includes(method)) return 'read';
  if (method === 'POST' && judging.test(path)) return 'read';
  return method === 'POST' && acting.test(path) ? 'operate' : 'configure';
}
