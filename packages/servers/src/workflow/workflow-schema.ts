import { z } from 'zod';
import type { Step, Workflow } from './workflow.js';

const name = z.string().min(1).max(255);
const values = z.record(name, z.string().max(4_096));
const defaultTimeoutMs = 5_000;
const longestTimeoutMs = 60_000;

const callSchema = z.strictObject({
  call: z
    .strictObject({
      ...{ service: name, operation: name, parameters: values.default({}), repeatable: z.boolean().default(false) },
      'timeout-ms': z.int().min(100).max(longestTimeoutMs).default(defaultTimeoutMs),
    })
    .transform(({ 'timeout-ms': timeoutMs, ...call }) => ({ ...call, timeoutMs })),
  get 'on-failure'() {
    return stepsSchema.optional();
  },
});
const whenSchema = z.strictObject({
  when: values.refine((conditions) => Object.keys(conditions).length > 0, 'name an attribute'),
  get then() {
    return stepsSchema;
  },
});
const agentSchema = z.strictObject({
  agent: z
    .strictObject({ of: z.array(name).min(1).max(1_000), 'at-most': z.int().min(1).max(1_000).default(1) })
    .transform(({ of, 'at-most': atMost }) => ({ of, atMost })),
});
const schemas = {
  ...{ call: callSchema, when: whenSchema, queue: z.strictObject({ queue: name }), agent: agentSchema },
  done: z.strictObject({ done: z.literal(true) }),
};
const kinds = Object.keys(schemas) as (keyof typeof schemas)[];

/** Which kind a step is stands in its key, so only the mistakes of that kind are told. */
const stepSchema: z.ZodType<Step> = z.unknown().transform((value, context): Step => {
  const kind = kinds.find((one) => typeof value === 'object' && value !== null && Object.hasOwn(value, one));
  if (kind === undefined) {
    context.addIssue({ code: 'custom', message: `a step is one of ${kinds.join(', ')}` });
    return z.NEVER;
  }
  const decoded = schemas[kind].safeParse(value);
  if (decoded.success) return asStep(decoded.data);
  for (const issue of decoded.error.issues) context.addIssue({ ...issue, code: 'custom' });
  return z.NEVER;
});

type Decoded = z.infer<(typeof schemas)[keyof typeof schemas]>;

function asStep(step: Decoded): Step {
  if (!('call' in step)) return step;
  const { call, 'on-failure': onFailure } = step;
  return { call, ...(onFailure && { onFailure }) };
}

const stepsSchema: z.ZodType<readonly Step[]> = z.array(stepSchema).min(1).max(1_000);

/** A workflow file. */
export const workflowSchema: z.ZodType<Workflow> = z.strictObject({
  queues: z.array(z.strictObject({ name, tenants: z.array(name).min(1).optional(), strategy: name })).default([]),
  strategies: z.record(name, stepsSchema).default({}),
});
