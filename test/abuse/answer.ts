/** What an attempt was answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Status and code, in whichever form of ours the answer says it. */
export function inWords({ status, text }: Answer): string {
  const code = codeOf(text);
  return code === undefined ? String(status) : `${status} ${code}`;
}

function codeOf(text: string): string | undefined {
  try {
    const body = JSON.parse(text) as {
      readonly error?: { readonly code?: string };
      readonly errors?: readonly { readonly code?: number }[];
    };
    return body.error?.code ?? body.errors?.[0]?.code?.toString();
  } catch {
    return undefined;
  }
}

/** The status line of an answer that came over a bare connection, or that there was none. */
export const statusOf = (raw: string): string => /^HTTP\/1\.1 (\d{3})/.exec(raw)?.[1] ?? 'closed';

/** One outcome for several answers: each that is different, once. */
export const allOf = (outcomes: readonly string[]): string => [...new Set(outcomes)].join(', ');
