import express from 'express';
import type { Request, RequestHandler } from 'express';
import type { z } from 'zod';
import { bodyLimit, bodyTooLarge } from '../access/body-limit.js';
import { findingsOfIssues } from '@eservices-lb/sdk/rules';
import { Problem } from './problem.js';

const jsonTypes = ['application/json', 'application/merge-patch+json'];

const refuseOtherTypes: RequestHandler = (request, _response, next) => {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  const hasBody = encoding !== undefined || (length !== undefined && length !== '0');
  if (hasBody && !request.is(jsonTypes)) {
    throw new Problem(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send the body with the content type application/json.');
  }
  next();
};

/** Beyond this the parser gives up by itself; it needs to only where a compressed body turns out larger than it was on its way. */
const inflationAllowance = 64 * 1024;

/**
 * Reads a body of JSON, and refuses all others. One that does not say how long it is, is counted: the parser alone would read an endless
 * body to its end before it refuses it.
 */
export function readJson(limitOf: (request: Request) => number): readonly RequestHandler[] {
  return [
    refuseOtherTypes,
    (request, response, next) => {
      const limit = limitOf(request);
      let received = 0;
      let isRefused = false;
      request.on('data', (part: Buffer) => {
        received += part.length;
        if (received <= limit || isRefused) return;
        isRefused = true;
        next(bodyTooLarge(limit));
      });
      const parse: RequestHandler = express.json({ limit: limit + inflationAllowance, type: jsonTypes });
      parse(request, response, (error?: unknown) => {
        if (!isRefused) next(error);
      });
    },
  ];
}

/** Reads the bodies of the API. */
export const jsonBody = readJson((request) => bodyLimit(request.originalUrl.split('?')[0] ?? ''));

/** @throws Problem (400) that names the first wrong field and lists all */
export function validBody<T>(schema: z.ZodType<T>, body: unknown): T {
  if (body === undefined) throw new Problem(400, 'BODY_MISSING', 'Send a body of JSON.');
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const findings = findingsOfIssues(result.error.issues, [], 'the body');
  const message = findings.map((finding) => finding.message).join('; ');
  throw new Problem(400, 'INVALID_BODY', `${message}.`, { field: findings[0]?.path.join('.') ?? '', findings });
}
