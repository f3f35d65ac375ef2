import { h } from '../dom/element.js';
import { count, counted } from '../parts/marks.js';
import { applicationName } from './application-name.js';
import { bounded } from './bounded.js';
import { fanIn } from './fan-in.js';
import { absent, part, remark } from './part.js';
import { manyClients, proxiesByServer } from './proxies.js';

const mostDrawn = 12;

/** How many clients come through how few connections, and where too many come directly (PX-1, PX-2). */
export function proxiesPart(shown) {
  const title = 'Proxies';
  const groups = proxiesByServer(shown);
  if (groups.length === 0) return absent(title, 'None: up to 10,000 clients do without (PX-2).');
  const { shown: some, more } = bounded('servers with clients', groups, {
    ...{ step: 4, noun: 'server', refresh: shown.refresh },
  });
  return part(
    title,
    '',
    some.map((each) => ofServer(each, shown)),
    more,
  );
}

function ofServer(group, { estate, room, refresh }) {
  const { server, proxies, direct, isTooMany } = group;
  const drawn = { ...group, proxies: proxies.slice(0, mostDrawn) };
  const { shown, more } = bounded(`proxies of ${server}`, proxies, { step: mostDrawn, noun: 'proxy', refresh });
  return h(
    'div',
    { key: `server ${server}`, class: 'of-server' },
    fanIn(drawn, { width: room, label: sentenceOf(group) }),
    h('p', { class: 'quiet' }, sentenceOf(group)),
    isTooMany &&
      remark(
        'middling',
        `${count(direct)} clients come directly, and above ${count(manyClients)} performance trouble is to be expected: let them connect to proxies (PX-2).`,
      ),
    h(
      'ul',
      { class: 'plain-list' },
      shown.map((each) => item(each, estate)),
    ),
    more,
  );
}

/** `20,000 clients come through 10 proxies: 10 connections at InteractionServer; 3 others directly.` */
function sentenceOf({ server, proxies, connected, behind, direct }) {
  const name = server === '' ? 'no server' : server;
  const number = counted(proxies.length, 'proxy');
  const directly = directlyOf(direct);
  if (proxies.length === 0) return `${counted(direct ?? 0, 'client')} of ${name}, without a proxy.`;
  if (behind === undefined) return `${number} of ${name}, of which nothing is known yet: start them${directly}.`;
  return `${counted(behind, 'client')} through ${number}: ${counted(connected, 'connection')} at ${name}${directly}.`;
}

function directlyOf(direct) {
  if (direct === undefined) return '';
  return direct === 0 ? '; nobody directly' : `; ${counted(direct, 'other')} directly`;
}

function item({ name, isShown, clients, requests, waiting }, estate) {
  const known = [
    clients !== undefined && counted(clients, 'client'),
    requests !== undefined && counted(requests, 'request'),
    waiting !== undefined && `${count(waiting)} waiting`,
  ].filter(Boolean);
  return h(
    'li',
    { key: name },
    applicationName(name, estate),
    h('small', { class: 'quiet' }, ` ${isShown ? known.join(' · ') : 'shows nothing of its work'}`),
  );
}
