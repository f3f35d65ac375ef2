const unstorable = /[\0\p{Surrogate}]/gu;

/** Text that PostgreSQL takes: it has neither NUL characters nor halves of surrogate pairs. They become the replacement character. */
export const storableText = (text: string): string => text.replace(unstorable, '\uFFFD');

/** JSON that PostgreSQL takes, in the same way. */
export const storableJson = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) => (typeof one === 'string' ? storableText(one) : one));
