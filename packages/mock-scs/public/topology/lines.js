const mostLines = 1500;

export const anchorOfBox = (name) => `box ${name}`;
export const anchorOfGroup = ({ key }) => `group ${key}`;

/** Where the lines of each application begin and end: at its box, or at the group that stands for it. */
export function anchorsOf({ frames, boxes }) {
  const anchors = new Map();
  for (const frame of frames) {
    if (frame.group.kind !== 'application') continue;
    for (const { name } of frame.group.found) anchors.set(name, { key: anchorOfGroup(frame.group), place: frame });
  }
  for (const [key, place] of boxes) {
    const name = key.replace(/^application /, '');
    if (name !== key) anchors.set(name, { key: anchorOfBox(name), name, place });
  }
  return anchors;
}

/** The lines between what is drawn: boxes, or the closed groups that stand for many. Several connections of the same two are one line. */
export function linesOf({ connections }, anchors) {
  const lines = new Map();
  for (const [from, to] of connections) {
    const [start, end] = [anchors.get(from), anchors.get(to)];
    if (start === undefined || end === undefined || start === end) continue;
    const key = `${start.key} → ${end.key}`;
    const line = lines.get(key);
    if (line !== undefined) line.count += 1;
    else if (lines.size < mostLines)
      lines.set(key, { key, from: start, to: end, count: 1, path: pathBetween(start.place, end.place) });
  }
  return [...lines.values()];
}

const middleOf = ({ y, height }) => y + height / 2;

function pathBetween(from, to) {
  const [startY, endY] = [middleOf(from), middleOf(to)];
  if (to.x > from.x + from.width) return curve(from.x + from.width, startY, to.x, endY);
  if (to.x + to.width < from.x) return curve(from.x, startY, to.x + to.width, endY);
  const x = Math.max(from.x + from.width, to.x + to.width);
  return `M${from.x + from.width} ${startY}C${x + 42} ${startY} ${x + 42} ${endY} ${to.x + to.width} ${endY}`;
}

function curve(x1, y1, x2, y2) {
  const bend = Math.min(Math.abs(x2 - x1) / 2, 90) * Math.sign(x2 - x1);
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}
