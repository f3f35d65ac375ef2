import type { ErrorRequestHandler } from 'express';
import { refusalOf } from './refusal-of.js';

/** Answers refusals in JSON, in the form that the Chat and E-mail API's clients know. */
export const answerErrors: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  const refusal = refusalOf(error);
  if (refusal.code === 'INTERNAL_ERROR' || response.headersSent) next(error);
  else response.status(refusal.status).json({ errors: [refusal.entry] });
};
