import { versionSchema } from '@eservices-lb/sdk/wire';
import express, { Router } from 'express';
import type { Version } from '@eservices-lb/sdk/wire';
import { validBody } from '../api/json-body.js';
import { Problem } from '../api/problem.js';
import { isSameSecret } from '../lca-server/application-secret.js';
import type { PeerHealth } from './peer.js';
import { alonePath, pairSecretHeader } from './peer-over-http.js';

/** Hears of the other control server that it goes on alone; internal to the pair, so in no API document. */
export function aloneRoute(secret: string, onAlone: (version: Version) => PeerHealth): Router {
  const router = Router();
  router.post(alonePath, (request, _response, next) => {
    const given = request.get(pairSecretHeader) ?? '';
    if (!isSameSecret(given, secret)) throw new Problem(401, 'UNAUTHENTICATED', 'Only the other one of the pair may.');
    next();
  });
  router.post(alonePath, express.json({ limit: 1024 }), (request, response) => {
    response.json(onAlone(validBody(versionSchema, request.body as unknown)));
  });
  return router;
}
