const unstorable = /[\0\p{Surrogate}]/gu;

/** Text that PostgreSQL takes: it has neither NUL characters nor halves of surrogate pairs. They become the replacement character. */
export const storableText = (text: string): string => text.replace(unstorable, '\uFFFD');

/** In JSON they are escaped, as is the backslash itself. */
const escaped = /\\(?:u(0000|d[89a-f][0-9a-f]{2})|.)/g;

/** JSON that PostgreSQL takes, in values and in keys. */
export const storableJson = (value: unknown): string =>
  JSON.stringify(value).replace(escaped, (escape, unstorableUnit?: string) =>
    unstorableUnit === undefined ? escape : '\uFFFD',
  );
