/** More objects of one kind than any estate has. */
export const mostObjects = 20_000;
const mostValues = 20_000;

/** Whether an object consists of so many values that no configuration means it. Looks no further than it must. */
export function hasTooManyValues(object: unknown): boolean {
  const open: unknown[] = [object];
  let values = 0;
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    const members: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
    values += members.length;
    if (values > mostValues) return true;
    for (const member of members) if (typeof member === 'object' && member !== null) open.push(member);
  }
  return false;
}

/** The lists of an object that are longer than any estate has them. */
export function tooLongLists(input: unknown): readonly string[] {
  if (typeof input !== 'object' || input === null) return [];
  return Object.entries(input)
    .filter(([, list]) => Array.isArray(list) && list.length > mostObjects)
    .map(([name]) => name);
}
