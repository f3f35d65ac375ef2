const levels = ['info', 'warning', 'error'];

/** The entries that a filter lets through, in their order. */
export function matchesOf(entries, { text, object, kind, level, loads }) {
  const sought = text.trim().toLowerCase();
  const name = object.trim().toLowerCase();
  const least = levels.indexOf(level);
  return entries.filter(
    (entry) =>
      (loads || entry.kind !== 'load') &&
      (kind === '' || entry.kind === kind) &&
      levels.indexOf(entry.level) >= least &&
      (name === '' || entry.objects.some((each) => each.name.toLowerCase().includes(name))) &&
      (sought === '' || entry.message.toLowerCase().includes(sought)),
  );
}
