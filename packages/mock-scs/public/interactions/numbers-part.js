import { h } from '../dom/element.js';
import { count } from '../parts/marks.js';
import { numberIn, recordIn, textIn } from '../work/reading.js';
import { applicationName } from './application-name.js';
import { bounded } from './bounded.js';
import { writeInterval } from './number-intervals.js';
import { numberPicture } from './number-picture.js';
import { numbersByTenant } from './numbers.js';
import { absent, nothing, part, remark } from './part.js';

const mostTenants = 4;
const mostPieces = 24;
const mostServers = 12;
const mostIntervals = 8;
const figures = [
  ['received', 'received'],
  ['submitted', 'submitted'],
  ['rejected', 'rejected'],
  ['waiting', 'waiting'],
  ['sent', 'sent'],
  ['toSend', 'to send'],
  ['setAside', 'set aside'],
];

/** Which SMS Server takes which numbers, what two of them take and what nobody does (SMS-2), and how much each has done. */
export function numbersPart(shown) {
  const title = 'SMS numbers';
  const tenants = numbersByTenant(shown.estate);
  if (tenants.length === 0) return absent(title, 'There is no SMS Server.');
  const { shown: some, more } = bounded('tenants of numbers', tenants, {
    ...{ step: mostTenants, noun: 'tenant', refresh: shown.refresh },
  });
  return part(
    title,
    '',
    some.map((each) => ofTenant(each, { ...shown, isNamed: tenants.length > 1 })),
    more,
  );
}

function ofTenant({ tenant, servers, hasServed, pieces }, { estate, byApplication, room, isNamed, refresh }) {
  const drawn = { servers: servers.slice(0, mostServers), hasServed, pieces: pieces.slice(0, mostPieces) };
  const wrong = pieces.map((piece) => wrongWith(piece, tenant)).filter(Boolean);
  const { shown, more } = bounded(`SMS Servers ${tenant}`, servers, { step: mostServers, noun: 'SMS Server', refresh });
  const wrongs = bounded(`wrong numbers ${tenant}`, wrong, { step: 4, noun: 'wrong piece', refresh });
  return h(
    'div',
    { key: tenant, class: 'of-tenant' },
    isNamed && h('h3', {}, tenant),
    pieces.length > 0 && numberPicture(drawn, { width: room, label: labelOf(servers, tenant) }),
    pieces.length > mostPieces && nothing(`and ${count(pieces.length - mostPieces)} more pieces of numbers`),
    wrongs.shown.map((sentence) => h('div', { key: sentence }, remark('bad', sentence))),
    wrongs.more,
    h(
      'ul',
      { class: 'plain-list' },
      shown.map(({ name, intervals }) =>
        serverItem({ name, intervals, work: recordIn(byApplication.get(name)?.work) }, estate),
      ),
    ),
    more,
  );
}

function serverItem({ name, intervals, work }, estate) {
  const { isBound, problem } = recordIn(work.smsCenter);
  const trouble = textIn(problem) ?? (isBound === false && 'It is not bound to its SMS Center.');
  return h(
    'li',
    { key: name },
    applicationName(name, estate),
    h('small', { class: 'quiet' }, ` ${[takes(intervals), ...doneBy(work)].join(' · ')}`),
    trouble && remark('bad', trouble),
  );
}

function wrongWith(piece, tenant) {
  if (piece.isGap) return `Gap: ${writeInterval(piece)} of ${tenant} is to be served, and no SMS Server takes it.`;
  if (piece.takers.length < 2) return undefined;
  return `Overlap: ${writeInterval(piece)} is taken by ${piece.takers.slice(0, 6).join(' and ')}.`;
}

const labelOf = (servers, tenant) =>
  `Numbers of ${tenant}: ${servers
    .slice(0, mostServers)
    .map(({ name, intervals }) => `${name} ${takes(intervals)}`)
    .join('; ')}`;

const takes = (intervals) => (intervals.length === 0 ? 'takes no number' : `takes ${writeIntervals(intervals)}`);

const doneBy = (work) =>
  figures
    .map(([field, words]) => [numberIn(work[field]), words])
    .filter(([number]) => number !== undefined)
    .map(([number, words]) => `${count(number)} ${words}`);

function writeIntervals(intervals) {
  const left = intervals.length - mostIntervals;
  return `${intervals.slice(0, mostIntervals).map(writeInterval).join(', ')}${left > 0 ? ` and ${count(left)} more` : ''}`;
}
