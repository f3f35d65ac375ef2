// Between an object of the configuration and what the fields of the form hold.

/** What each field shows of an object. */
export const valuesOf = (object, fields) =>
  Object.fromEntries(fields.map((field) => [field.name, shown(object[field.name], field)]));

function shown(value, { type }) {
  if (type === 'json') return value === undefined ? '' : JSON.stringify(value, null, 2);
  if (type === 'flag') return value === true;
  if (type === 'names') return value ?? [];
  return value === undefined ? '' : String(value);
}

/** The object that the values stand for, and for each field that cannot be read, why. What the form does not show stays as it was. */
export function objectOf(values, fields, base) {
  const object = { ...base };
  const problems = {};
  for (const field of fields) {
    const { value, problem } = read(values[field.name], field);
    if (problem !== undefined) problems[field.name] = problem;
    if (value === undefined) delete object[field.name];
    else object[field.name] = value;
  }
  return { object, problems };
}

function read(value, { type, isOptional, label }) {
  if (type === 'flag' || type === 'names') return { value };
  const text = value.trim();
  if (text === '') return isOptional ? {} : { problem: `${label} is needed.` };
  if (type === 'number')
    return Number.isNaN(Number(text)) ? { problem: `"${text}" is no number.` } : { value: Number(text) };
  if (type !== 'json') return { value: text };
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: `This is no JSON: ${error.message}.` };
  }
}

export const isSame = (one, other) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

/** With the keys of records in order, for their order says nothing. */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}
