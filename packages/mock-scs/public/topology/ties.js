import { h } from '../dom/element.js';

/** The ties between primaries and their backups, where both are drawn. */
export function tiesOf({ primaryOf }, { boxes }) {
  return [...primaryOf].flatMap(([backup, primary]) => {
    const [one, other] = [boxes.get(`application ${primary}`), boxes.get(`application ${backup}`)];
    return one === undefined || other === undefined ? [] : [tie(backup, one, other)];
  });
}

function tie(key, one, other) {
  const isNext = one.x === other.x && other.y - one.y < 60;
  const d = isNext
    ? `M${one.x - 1} ${one.y + one.height / 2}h-4V${other.y + other.height / 2}h4`
    : `M${one.x} ${one.y + 8}C${one.x - 30} ${one.y} ${other.x - 30} ${other.y} ${other.x} ${other.y + 8}`;
  return h('path', { key, class: 'tie', d });
}
