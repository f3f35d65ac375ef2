import { z } from 'zod';

const tenant = z.string().min(1, 'name the tenant (MT-1)').max(255);
const line = (longest: number) => z.string().min(1).max(longest);
const longestText = 100_000;

export const tenantSchema = z.object({ tenant });

/** Which outgoing mail is asked for. */
export const outgoingSchema = z.object({ tenant, to: line(320) });

const mostFiles = 10;
/** All attachments of a mail together, bytes. */
export const largestAttachments = 10 * 1024 * 1024;

const attachmentSchema = z.object({
  name: line(150),
  /** What its sender's program calls it. */
  type: z.string().max(255),
  bytes: z.base64().transform((text) => Buffer.from(text, 'base64')),
});

export const submissionSchema = z.object({
  ...{ submissionId: z.uuid(), tenant, service: line(255), firstName: line(255), lastName: line(255) },
  fromAddress: z.email().max(320),
  ...{ subject: line(998), text: line(longestText), mailbox: z.string().max(320).optional() },
  userData: z.record(z.string().max(255), z.string().max(4_096)).optional(),
  attachments: z.array(attachmentSchema).max(mostFiles, `send ${mostFiles} files at most`).default([]),
});

export const replySchema = z.object({ tenant, nickname: line(255), text: line(longestText) });
