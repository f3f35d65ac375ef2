import { kinds } from '../estate/kinds.js';

/** Puts each finding beside the field that it names; what is about other objects, or about no field, is listed apart. */
export function placeFindings(findings, { kind, index, fields }) {
  const byField = new Map();
  const elsewhere = [];
  for (const finding of findings) {
    const path = pathWithin(finding.path ?? [], kind, index);
    const field = path && fields.find(({ name }) => name === path[0]);
    if (!field) elsewhere.push(finding);
    else byField.set(field.name, [...(byField.get(field.name) ?? []), { ...finding, within: path.slice(1) }]);
  }
  return { byField, elsewhere };
}

/** The path from the object on, or undefined where it leads to another one. */
function pathWithin(path, kind, index) {
  if (path[0] !== kinds[kind].list) return path;
  if (typeof path[1] !== 'number') return path.slice(1);
  return path[1] === index ? path.slice(2) : undefined;
}
