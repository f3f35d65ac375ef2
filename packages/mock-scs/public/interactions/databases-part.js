import { h } from '../dom/element.js';
import { linkTo } from '../parts/links.js';
import { count } from '../parts/marks.js';
import { numberIn } from '../work/reading.js';
import { bounded } from './bounded.js';
import { databaseAccessPoints } from './database-access-points.js';
import { databasePicture } from './database-picture.js';
import { absent, nothing, part, remark } from './part.js';

const mostDrawn = 8;

/** Through which Database Access Points each Interaction Server works with its database, and which of them lead elsewhere (IXN-8, IXN-9). */
export function databasesPart(shown) {
  const title = 'Database Access Points';
  const primaries = primariesOf(shown.servers);
  const pictures = primaries
    .map((server) => ({ server, ...databaseAccessPoints(server, shown.estate) }))
    .filter(({ points }) => points.length > 0);
  if (pictures.length === 0) return absent(title, 'No Interaction Server is connected to one (IXN-8).');
  return part(
    title,
    '',
    pictures.slice(0, 4).map((each) => ofServer(each, { ...shown, isNamed: pictures.length > 1 })),
    pictures.length > 4 && nothing(`and those of ${count(pictures.length - 4)} more Interaction Servers`),
  );
}

/** Those that serve; where none does, those that should. */
function primariesOf(servers) {
  const serving = servers.filter(({ isServing }) => isServing);
  const primary = servers.filter(({ mode }) => mode !== 'backup');
  return [...new Set([...serving, ...primary])];
}

function ofServer({ server: { name, isShown }, points, databases }, { estate, room, refresh, isNamed }) {
  const drawn = points.slice(0, mostDrawn);
  const label = drawn.map((each) => `${each.name} ${sentenceOf(each)}`).join('; ');
  const { shown, more } = bounded(`points ${name}`, points, { step: mostDrawn, noun: 'access point', refresh });
  return h(
    'div',
    { key: name },
    isNamed && h('h3', {}, name),
    databasePicture(
      { points: drawn, databases: databases.filter(({ key }) => drawn.some(({ leadsTo }) => leadsTo === key)) },
      { width: room, label },
    ),
    !isShown &&
      nothing('This is how it is configured; what is in use is seen as soon as the Interaction Server serves.'),
    h(
      'ul',
      { class: 'plain-list' },
      shown.map((each) => item(each, estate)),
    ),
    more,
  );
}

const item = (point, estate) =>
  h(
    'li',
    { key: point.name },
    estate.get('application', point.name) === undefined ? point.name : linkTo('application', point.name),
    h('small', { class: 'quiet' }, ` ${sentenceOf(point)}`),
    numberIn(point.statements) !== undefined &&
      h('small', { class: 'quiet' }, ` · ${count(point.statements)} statements`),
    point.problem && remark(point.isLost ? 'bad' : 'middling', point.problem),
  );

function sentenceOf({ state, isOther, isLost, database, identity: known }) {
  const name = database ?? 'its database';
  const identity = known === undefined ? '' : ` (${known})`;
  if (isOther) return `leads to another database${identity}: it is not used (IXN-9)`;
  if (isLost) return `has lost ${name}${identity}: the others carry on`;
  return `leads to ${name}${identity}${state === undefined || state === 'in use' ? '' : `, ${state}`}`;
}
