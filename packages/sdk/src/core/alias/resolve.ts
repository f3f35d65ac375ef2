import { AliasInvalidError } from '../../errors/alias-invalid-error.js';
import { AliasTenantMismatchError } from '../../errors/alias-tenant-mismatch-error.js';
import { InstanceGoneError } from '../../errors/instance-gone-error.js';
import { InstanceStoppedError } from '../../errors/instance-stopped-error.js';
import type { ReachableServer } from '../configuration/scope.js';
import { tenantNamed } from '../configuration/tenant-of.js';
import { runStateOf } from '../directory/snapshot.js';
import { aliasStateOf } from '../eligibility/reachable.js';
import { servingMember } from '../eligibility/serving-member.js';
import type { AliasState } from '../model/service.js';
import type { EstateView } from '../pool/estate-view.js';
import type { AliasContent } from './seal.js';

/** The server behind an alias, and how it stands with it. */
export interface Denoted {
  readonly server: ReachableServer;
  readonly member: 'primary' | 'backup';
  readonly state: AliasState | 'stopped';
}

export interface ResolveOptions {
  /** Monotonic ms. */
  readonly at: number;
  readonly gracePeriodMs: number;
}

/**
 * Checks that the alias belongs to the tenant who uses it.
 * @throws AliasInvalidError, AliasTenantMismatchError, TenantRequiredError, UnknownTenantError
 */
export function checkAlias(content: AliasContent | undefined, tenant: string, { snapshot }: EstateView): AliasContent {
  const { dbid } = tenantNamed(tenant, snapshot.configuration);
  if (content === undefined) throw new AliasInvalidError();
  if (content.tenantDbid !== dbid) throw new AliasTenantMismatchError();
  return content;
}

/**
 * What an alias denotes now (right column of the state table): the instance, even where no new request would be given to it.
 * @throws InstanceGoneError when it left the configuration longer ago than the grace period
 */
export function denoted({ applicationDbid }: AliasContent, view: EstateView, options: ResolveOptions): Denoted {
  const { scope, snapshot } = view;
  const server = scope.reachable.get(applicationDbid);
  if (server === undefined) return departed(applicationDbid, view, options);

  const member = servingMember(server, snapshot);
  const { name, state } = member === 'backup' && server.backup ? server.backup.application : server.application;
  return { server, member, state: aliasStateOf(runStateOf(snapshot, name), state === 'enabled', options) };
}

function departed(dbid: number, { scope }: EstateView, { at, gracePeriodMs }: ResolveOptions): Denoted {
  const known = scope.departed.get(dbid);
  if (known === undefined || at - known.since > gracePeriodMs) throw new InstanceGoneError(dbid);
  return { server: known.server, member: 'primary', state: 'draining' };
}

/** The error for a session-bound instance that stopped. */
export const stoppedError = ({ server }: Denoted): InstanceStoppedError =>
  new InstanceStoppedError(server.application.name, server.application.type);
