// What a page shows is described by plain objects; render.js makes the document the same. Text is always text, never markup.

/** Describes an element. Properties that begin with "on" are listeners; `key` tells it from its siblings; `false` leaves a property out. */
export function h(tag, properties, ...children) {
  const { key, ...rest } = properties ?? {};
  return { tag, key, properties: rest, children: children.flat(Infinity).filter(isShown) };
}

const isShown = (child) => child !== undefined && child !== null && child !== false && child !== true && child !== '';
