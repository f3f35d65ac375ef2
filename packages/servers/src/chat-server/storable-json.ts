const unstorable = /[\0\p{Surrogate}]/gu;

/** JSON that PostgreSQL takes: it has neither NUL characters nor halves of surrogate pairs. They become the replacement character. */
export const storableJson = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) => (typeof one === 'string' ? one.replace(unstorable, '\uFFFD') : one));
