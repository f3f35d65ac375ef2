import express from 'express';
import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { decode } from '../../application-server/decode.js';
import { RequestError } from '../../application-server/request-error.js';
import { storableText } from '../../database/storable-json.js';

const participant = {
  tenant: z.string().min(1, 'name the tenant (MT-1)').max(255),
  userId: z.string().max(64),
  secureKey: z.string().max(128),
};

export const fileSchema = z.object(participant);

const uploadSchema = z.object({
  ...participant,
  name: z.string().min(1).max(255).transform(storableText),
  type: z.string().max(255).default(''),
  description: z.string().max(1_000).transform(storableText).optional(),
  /** The same request uploads the same file once, however often it comes. */
  requestId: z.string().min(1).max(64).transform(storableText).optional(),
});
export type UploadRequest = z.infer<typeof uploadSchema>;

/** What the header `x-chat-file` says of the bytes in the body: JSON in base64url. */
export function uploadRequestOf({ headers }: Pick<Request, 'headers'>): UploadRequest {
  const header = headers['x-chat-file'];
  if (typeof header !== 'string') throw malformed('The header x-chat-file is missing');
  return decode(uploadSchema, jsonOf(Buffer.from(header, 'base64url').toString()));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('The header x-chat-file is no JSON in base64url');
  }
}

const malformed = (what: string): RequestError =>
  new RequestError(400, 'MALFORMED_REQUEST', `${what}: say in it who sends what.`);

/** The body as it is; undefined where it is larger than `largest` bytes, which then is not held in memory. */
export function bytesOf(request: Request, response: Response, largest: number): Promise<Buffer | undefined> {
  const read: RequestHandler = express.raw({ type: 'application/octet-stream', limit: largest, inflate: false });
  return new Promise((resolve, reject) => {
    void read(request, response, (error?: unknown) => {
      if (error === undefined) resolve(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
      else if (error instanceof Error && 'status' in error && error.status === 413) resolve(undefined);
      else reject(error instanceof Error ? error : new Error('The body could not be read.'));
    });
  });
}
