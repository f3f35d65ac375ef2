import { environmentVariable, listen } from '@eservices-lb/mock-scs/lca';
import { Router } from 'express';
import { addressOf } from '../application-server/address-of.js';
import type { ApplicationServer, Surroundings } from '../application-server/application-server.js';
import { serviceApplication } from '../application-server/service-application.js';
import { CountedOperations } from './counted-operations.js';
import { externalServiceRoutes, longestExternalServiceRequest } from './external-service-routes.js';
import type { Operation } from './external-service-routes.js';

export interface ExternalService {
  /** What strategies may ask of it, by name. */
  readonly operations: Readonly<Record<string, Operation>>;
  /** What else it answers, over HTTP. */
  readonly routes?: Router;
  /** What it shows operators beside its operations. */
  readonly shownWork?: () => Readonly<Record<string, unknown>>;
  readonly close?: () => Promise<void>;
}

/** Starts an ESP server on its port `default`: an application server that does something for strategies (IXN-4). */
export async function startExternalService(
  { registration, log, isAccepting, isBackup }: Surroundings,
  { operations, routes = Router(), shownWork = () => ({}), close = () => Promise.resolve() }: ExternalService,
): Promise<ApplicationServer> {
  const counted = new CountedOperations(operations);
  const tenants = (): readonly string[] => registration().application.tenants;
  const router = externalServiceRoutes({ operations: counted.operations, tenants, isAccepting }).use(routes);
  const application = serviceApplication(router, {
    ...{ serviceSecret: environmentVariable('ESERVICES_SERVICE_SECRET'), isBackup, log },
    longestBody: longestExternalServiceRequest,
  });
  const { port, host } = addressOf(registration(), 'default');
  const listening = await listen(application, port, host);
  return {
    whenIdle: () => counted.whenIdle(),
    shownWork: () => ({ kind: 'external-service', ...counted.shown(), ...shownWork() }),
    async close() {
      await listening.close();
      await close();
    },
  };
}
