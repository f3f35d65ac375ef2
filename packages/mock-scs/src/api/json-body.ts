import express from 'express';
import type { RequestHandler } from 'express';
import type { z } from 'zod';
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

/** Reads bodies of JSON, and refuses all others. */
export const jsonBody: readonly RequestHandler[] = [
  refuseOtherTypes,
  express.json({ limit: '256kb', type: jsonTypes }),
];

/** @throws Problem (400) that names the first wrong field and lists all */
export function validBody<T>(schema: z.ZodType<T>, body: unknown): T {
  if (body === undefined) throw new Problem(400, 'BODY_MISSING', 'Send a body of JSON.');
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const findings = findingsOfIssues(result.error.issues, [], 'the body');
  const message = findings.map((finding) => finding.message).join('; ');
  throw new Problem(400, 'INVALID_BODY', `${message}.`, { field: findings[0]?.path.join('.') ?? '', findings });
}
