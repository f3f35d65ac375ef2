const longestName = 150;
/** Control characters, marks that turn the direction of writing, and what one system or another gives a meaning in file names. */
// eslint-disable-next-line no-control-regex -- control characters are what is to go
const unsafe = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff<>:"|?*\\/]|\p{Surrogate}/gu;

/** The name of a file without path, without anything that hides what it is, and never empty. */
export function safeFileName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const clean = trimmed(last.replace(unsafe, '').normalize('NFC'));
  if (clean.length <= longestName) return clean === '' ? 'file' : clean;
  const dot = clean.lastIndexOf('.');
  const ending = dot > 0 && clean.length - dot <= 12 ? clean.slice(dot) : '';
  return trimmed(`${clean.slice(0, longestName - ending.length).replace(/\p{Surrogate}/gu, '')}${ending}`);
}

/** Without dots and white space around it. An expression would look at the end of the name once for every space within it. */
function trimmed(name: string): string {
  const isOuter = (character: string | undefined): boolean => character !== undefined && /[.\s]/.test(character);
  let [first, end] = [0, name.length];
  while (first < end && isOuter(name[first])) first += 1;
  while (end > first && isOuter(name[end - 1])) end -= 1;
  return name.slice(first, end);
}
