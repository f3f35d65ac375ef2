const short = (value) =>
  value === undefined || value === null ? 'none' : typeof value === 'string' ? value : JSON.stringify(value);

/** An entry of the audit trail as the log shows it: who did what, and what became of it. */
export function auditEntry({ at, actor, role, method, path, object, changes = [], status }) {
  const who = actor === null || actor === undefined ? 'nobody known' : `${actor} (${role})`;
  const changed = changes.map(({ field, from, to }) => `${field}: ${short(from)} → ${short(to)}`);
  const details = changed.length === 0 ? '' : `: ${changed.join('; ')}`;
  return {
    ...{ at, kind: 'audit', level: status >= 400 ? 'warning' : 'info', objects: object === undefined ? [] : [object] },
    message: `${who} ${method} ${path} → ${status}${details}`,
  };
}
