// Where everything stands. Pure: a view in, places out. Lengths in pixels of the drawing.
export const box = { width: 168, height: 44 };
const pad = 10;
const head = 32;
const gap = 8;
const betweenGroups = 16;
const betweenColumns = 50;
const closedBody = 62;
/** Lines between two of the last column bend beyond it. */
const roomForLoops = 24;
const inOneColumn = 12;
const columnsOfHosts = 6;

/** The places of groups and of the boxes in them, by key and by name. */
export function layoutOf({ groups }, by) {
  const columns = by === 'host' ? spread(groups) : inTiers(groups);
  const frames = [];
  const boxes = new Map();
  let x = 1;
  let height = 0;
  for (const column of columns) {
    const width = Math.max(...column.map(widthOf));
    let y = 1;
    for (const group of column) {
      frames.push({ group, x, y, width, height: heightOf(group) });
      placeBoxes(group, { x, y, boxes });
      y += heightOf(group) + betweenGroups;
    }
    height = Math.max(height, y - betweenGroups);
    x += width + betweenColumns;
  }
  return { frames, boxes, width: Math.max(x - betweenColumns, 0) + roomForLoops, height: height + 1 };
}

function inTiers(groups) {
  const columns = new Map();
  for (const group of groups) columns.set(group.tier, [...(columns.get(group.tier) ?? []), group]);
  return [...columns.values()];
}

/** Into columns of about the same height, each group where there is most room. */
function spread(groups) {
  const columns = Array.from({ length: Math.min(columnsOfHosts, groups.length) }, () => ({ groups: [], height: 0 }));
  for (const group of groups) {
    const lowest = columns.reduce((least, each) => (each.height < least.height ? each : least));
    lowest.groups.push(group);
    lowest.height += heightOf(group) + betweenGroups;
  }
  return columns.map((column) => column.groups);
}

const acrossOf = ({ shown }) => Math.max(1, Math.min(3, Math.ceil(shown.length / inOneColumn)));
const widthOf = (group) => acrossOf(group) * (box.width + gap) - gap + 2 * pad;

function heightOf(group) {
  if (!group.isOpen) return head + closedBody;
  const rows = Math.ceil(group.shown.length / acrossOf(group));
  const more = group.shown.length < group.found.length ? 22 : 0;
  return head + rows * (box.height + gap) + (rows === 0 ? 24 : 0) + more + pad - gap;
}

function placeBoxes(group, { x, y, boxes }) {
  if (!group.isOpen) return;
  const rows = Math.ceil(group.shown.length / acrossOf(group));
  group.shown.forEach((each, index) => {
    const place = {
      x: x + pad + Math.floor(index / rows) * (box.width + gap),
      y: y + head + (index % rows) * (box.height + gap),
      ...box,
    };
    boxes.set(`${group.kind} ${each.name}`, place);
  });
}
