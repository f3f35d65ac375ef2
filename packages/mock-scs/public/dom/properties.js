const shown = new WeakMap();
const listening = new WeakMap();

/** What the user may have changed meanwhile is set only where the description has changed. */
const states = new Set(['value', 'checked', 'open', 'selected']);

export function setProperties(element, properties) {
  const before = shown.get(element) ?? {};
  for (const name of Object.keys(before)) if (!(name in properties)) set(element, name, undefined);
  for (const [name, value] of Object.entries(properties)) if (value !== before[name]) set(element, name, value);
  shown.set(element, properties);
}

function set(element, name, value) {
  if (name.startsWith('on')) listen(element, name.slice(2), value);
  else if (states.has(name)) element[name] = value ?? '';
  else if (value === undefined || value === false || value === null) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? '' : String(value));
}

/** One listener for each kind of event, for good; what it calls may change. */
function listen(element, type, listener) {
  const listeners = listening.get(element) ?? new Map();
  listening.set(element, listeners);
  if (!listeners.has(type)) element.addEventListener(type, (event) => listeners.get(type)?.(event));
  listeners.set(type, listener);
}
