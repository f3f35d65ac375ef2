import { h } from '../dom/element.js';
import { count } from '../parts/marks.js';
import { missingWork } from '../work/missing-work.js';
import { numberIn, recordIn, textIn, textsIn } from '../work/reading.js';
import { applicationName } from './application-name.js';
import { bounded } from './bounded.js';
import { absent, nothing, part, remark } from './part.js';

const mostFeeds = 12;
const mostProblems = 6;
const figures = [
  ['received', 'received'],
  ['submitted', 'submitted'],
  ['waiting', 'waiting'],
  ['posted', 'posted'],
  ['setAside', 'set aside'],
];

/** Which feeds each Social Messaging Server follows, and how much it has taken and posted. */
export function socialPart({ estate, byApplication, refresh }) {
  const title = 'Social messaging';
  const servers = estate.all('application').filter(({ type }) => type === 'SocialMessagingServer');
  if (servers.length === 0) return absent(title, 'There is no Social Messaging Server.');
  const { shown, more } = bounded('social', servers, { step: 6, noun: 'Social Messaging Server', refresh });
  return part(
    title,
    '',
    h(
      'ul',
      { key: 'servers', class: 'plain-list' },
      shown.map((each) => item(each, { estate, work: byApplication.get(each.name)?.work })),
    ),
    more,
  );
}

function item(application, { estate, work: shown }) {
  const { name } = application;
  if (shown === undefined) return h('li', { key: name }, nothing(missingWork(application, estate)));
  const work = recordIn(shown);
  const feeds = textsIn(work.feeds);
  const known = figures
    .map(([field, words]) => [numberIn(work[field]), words])
    .filter(([number]) => number !== undefined)
    .map(([number, words]) => `${count(number)} ${words}`);
  return h(
    'li',
    { key: name },
    applicationName(name, estate),
    h('small', { class: 'quiet' }, ` ${known.join(' · ')}`),
    h(
      'ul',
      { class: 'names feeds', 'aria-label': `Feeds of ${name}` },
      feeds.slice(0, mostFeeds).map((feed) => h('li', { key: feed }, feed)),
      feeds.length > mostFeeds && h('li', { class: 'quiet' }, `${count(feeds.length - mostFeeds)} more`),
    ),
    [textIn(work.problem), ...textsIn(work.problems)]
      .filter(Boolean)
      .slice(0, mostProblems)
      .map((problem) => h('div', { key: problem }, remark('bad', problem))),
  );
}
