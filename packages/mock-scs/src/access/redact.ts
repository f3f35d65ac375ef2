const secretName = /secret|passw|token|credential|private|api-?key|alias-?key|^keys?$/i;
const hidden = '[redacted]';
const longestText = 200;

/** Whether a field of this name holds what nobody may read in a log. */
export const isSecretName = (name: string): boolean => secretName.test(name);

/** A value as the audit trail may show it: without secrets, and not too long. `name` is that of its field. */
export function redact(name: string, value: unknown): unknown {
  if (value === undefined || value === null) return value;
  if (isSecretName(name)) return hidden;
  if (typeof value === 'string') return shortened(redactText(value.slice(0, 2 * longestText)));
  if (Array.isArray(value)) return shortenedList(redactList(name, value));
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, redact(key, each)]));
  }
  return value;
}

/** In a list of command line arguments the secret follows its name. */
const redactList = (name: string, list: readonly unknown[]): readonly unknown[] =>
  list.map((each, index) => {
    const before: unknown = list[index - 1];
    const isAfterName = typeof before === 'string' && /^--?[\w-]+$/.test(before) && isSecretName(before);
    return isAfterName ? hidden : redact(name, each);
  });

/** Secrets inside a text: those of a URL, and `--password=…`. */
const redactText = (text: string): string =>
  text
    .replace(/(:\/\/[^/\s:@]*:)[^/\s@]+@/g, `$1${hidden}@`)
    .replace(/([\w-]*(?:secret|passw|token|api-?key)[\w-]*\s*[=: ]\s*)[^\s,;&]+/gi, `$1${hidden}`);

const shortened = (text: string): string => (text.length > longestText ? `${text.slice(0, longestText)}…` : text);

const shortenedList = (list: readonly unknown[]): unknown =>
  JSON.stringify(list).length > 10 * longestText ? `${list.length} entries` : list;
