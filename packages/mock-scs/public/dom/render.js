import { setProperties } from './properties.js';

const svgSpace = 'http://www.w3.org/2000/svg';
const htmlSpace = 'http://www.w3.org/1999/xhtml';
const described = new WeakMap();

/** Makes the children of an element what is described, changing only what differs: the keyboard's focus stays where it is. */
export function render(parent, children) {
  const wanted = children.flat(Infinity).filter((child) => child);
  const nodes = matching(parent, wanted);
  const kept = new Set(nodes);
  for (const old of [...parent.childNodes]) if (!kept.has(old)) old.remove();
  wanted.forEach((child, index) => {
    const node = nodes[index] ?? create(child, parent);
    nodes[index] = node;
    const place = parent.childNodes[index];
    if (place !== node) parent.insertBefore(node, place ?? null);
    update(node, child);
  });
}

/** For each description the node that shows it already, where there is one. */
function matching(parent, wanted) {
  const free = new Map();
  for (const node of parent.childNodes) {
    const identity = described.get(node) ?? '';
    if (!free.has(identity)) free.set(identity, []);
    free.get(identity).push(node);
  }
  return wanted.map((child) => free.get(identityOf(child))?.shift());
}

const identityOf = (child) => (typeof child === 'object' ? `${child.tag} ${child.key ?? ''}` : '#text');

function create(child, parent) {
  const node = typeof child === 'object' ? createElement(child.tag, parent) : document.createTextNode('');
  described.set(node, identityOf(child));
  return node;
}

function createElement(tag, parent) {
  const isDrawing = tag === 'svg' || parent.namespaceURI === svgSpace;
  return document.createElementNS(isDrawing ? svgSpace : htmlSpace, tag);
}

function update(node, child) {
  if (typeof child !== 'object') {
    const text = String(child);
    if (node.data !== text) node.data = text;
    return;
  }
  render(node, child.children);
  setProperties(node, child.properties);
}
