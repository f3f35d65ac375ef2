import type { z } from 'zod';
import { errorSchema } from './schemas.js';

export const security = [{ token: [] }];
export const json = (schema: z.ZodType, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});
export const refusals = (descriptions: Readonly<Record<number, string | undefined>>) =>
  Object.fromEntries(
    Object.entries(descriptions).flatMap(([status, text]) =>
      text === undefined ? [] : [[status, json(errorSchema, text)]],
    ),
  );
export const unauthenticated = {
  401: 'the bearer token is missing or wrong',
  429: 'too many failed authentications from this address',
};
export const body = (schema: z.ZodType) => ({ required: true, content: { 'application/json': { schema } } });
export const unreadable = {
  400: 'the body is no JSON, or not what it should be',
  413: 'the body is larger than 256 kB',
  415: 'the body is not application/json',
};
export const notDurable = { 503: 'done and in force, but not saved: it would not survive a restart' };
export const forbidden = { 403: 'the token has not the role that this needs' };
