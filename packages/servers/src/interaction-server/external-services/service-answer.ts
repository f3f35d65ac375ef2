import { z } from 'zod';

const mostValues = 100;
const name = z.string().min(1).max(255);

/** What becomes attributes of the interaction is bounded as these are. */
const resultSchema = z.object({
  result: z
    .record(name, z.string().max(4_096))
    .refine((values) => Object.keys(values).length <= mostValues, `${mostValues} values are the most`),
});
const refusalSchema = z.object({
  error: z.object({
    code: z.string().min(1).max(64),
    message: z.string().transform((message) => message.slice(0, 1_000)),
  }),
});

/** What an instance answered: its result, or why there is none. */
export type ServiceAnswer =
  | { readonly result: Readonly<Record<string, string>> }
  | {
      readonly status: number;
      readonly application: string;
      readonly refusal: { readonly code: string; readonly message: string };
    };

/** Reads the answer of an application server, which may be anything. */
export function readAnswer(status: number, body: unknown, application: string): ServiceAnswer {
  if (status >= 200 && status < 300) {
    const answered = resultSchema.safeParse(body);
    if (answered.success) return answered.data;
    const [issue] = answered.error.issues;
    return malformed(status, application, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is wrong'}`);
  }
  const refusal = refusalSchema.safeParse(body).data?.error;
  if (refusal !== undefined) return { status, application, refusal };
  return malformed(status, application, 'expected { "error": { "code", "message" } }');
}

const malformed = (status: number, application: string, what: string): ServiceAnswer => ({
  ...{ status, application },
  refusal: { code: 'MALFORMED_ANSWER', message: `its answer of status ${status} is none of an ESP server: ${what}.` },
});
