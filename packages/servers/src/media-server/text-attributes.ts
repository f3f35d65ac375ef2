const longestValue = 4_000;

/** A text as attributes of an interaction: `Text`, and where it is longer than one may be, `Text2`, `Text3` … */
export function textAttributes(text: string): Readonly<Record<string, string>> {
  const first = beginningOf(text, longestValue);
  const attributes: Record<string, string> = { Text: first };
  for (let number = 2, at = first.length; at < text.length; number++) {
    const next = beginningOf(text.slice(at, at + longestValue), longestValue);
    attributes[`Text${number}`] = next;
    at += next.length;
  }
  return attributes;
}

const longestSubject = 80;

/** What a list shows of a text. */
export const subjectOf = (text: string): string => beginningOf(text.replaceAll(/\s+/g, ' ').trim(), longestSubject);

/** So much of a text, and no half of a character, which no database takes. */
function beginningOf(text: string, most: number): string {
  const beginning = text.slice(0, most);
  return /[\ud800-\udbff]$/.test(beginning) && beginning.length > 1 ? beginning.slice(0, -1) : beginning;
}
