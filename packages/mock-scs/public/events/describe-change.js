const longestText = 60;

/** What a change of the configuration was about, and in words what it changed. */
export function describeChange({ change, kind, object, dbid }, estate) {
  if (change === 'deleted') {
    const name = estate.nameOf(kind, dbid) ?? `DBID ${dbid}`;
    return { object: { kind, name }, message: 'deleted' };
  }
  const before = estate.get(kind, object.name);
  const message = change === 'added' || before === undefined ? 'added' : differences(before, object).join('; ');
  return { object: { kind, name: object.name }, message: message || 'stored, with nothing changed' };
}

/** `state: enabled → disabled` for every field that is not the same. */
export function differences(before, after) {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => `${field}: ${short(before[field])} → ${short(after[field])}`);
}

function short(value) {
  if (value === undefined) return 'none';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}
