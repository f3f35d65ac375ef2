import { isSame, valuesOf } from './form-values.js';

/**
 * Puts a draft on the object as it has become meanwhile. Fields that only others changed become theirs; where both changed one, the draft stays,
 * and the change is told as a conflict. Nothing of the draft is lost.
 */
export function rebase({ base, values, fields }, theirs) {
  const [before, now] = [valuesOf(base, fields), valuesOf(theirs, fields)];
  const changes = fields
    .filter(({ name }) => !isSame(before[name], now[name]))
    .map(({ name, label }) => {
      const isMine = !isSame(values[name], before[name]);
      return {
        name,
        label,
        before: before[name],
        now: now[name],
        isConflict: isMine && !isSame(values[name], now[name]),
      };
    });
  const taken = changes.filter(({ isConflict }) => !isConflict).map(({ name, now: value }) => [name, value]);
  return { base: theirs, values: { ...values, ...Object.fromEntries(taken) }, changes };
}
