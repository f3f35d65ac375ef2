import { z } from 'zod';
import { interactionStates, mediaSchema } from './interaction.js';

const tenant = z.string().min(1, 'name the tenant (MT-1)').max(255);

export const submissionSchema = z.object({
  ...{ interactionId: z.string().min(1).max(64), media: mediaSchema, tenant, service: z.string().min(1).max(255) },
  subject: z.string().max(998).default(''),
  attributes: z
    .record(z.string().max(255), z.string().max(4_096))
    .refine((attributes) => Object.keys(attributes).length <= 100, 'a hundred are the most')
    .default({}),
  queue: z.string().min(1).max(255).optional(),
});

export const listSchema = z.object({
  tenant,
  media: mediaSchema.optional(),
  queue: z.string().max(255).optional(),
  state: z.enum(interactionStates).optional(),
  agent: z.string().max(255).optional(),
});

export const progressSchema = z.object({
  ...{ tenant, media: mediaSchema, interactionId: z.string().min(1).max(64) },
  state: z.enum(['in-progress', 'done']),
});
