import { h } from '../dom/element.js';
import { counted, statusMark } from '../parts/marks.js';
import { recordIn, recordsIn, textIn } from '../work/reading.js';
import { applicationName } from './application-name.js';
import { bounded } from './bounded.js';
import { absent, part, stateMark } from './part.js';

const looks = {
  learning: 'running',
  running: 'running',
  waiting: 'service-unavailable',
  finished: 'stopped',
  failed: 'disconnected',
};

/** Every training job with the instance that it belongs to: no other picks it up (BK-3). */
export function trainingPart({ estate, byApplication, refresh }) {
  const title = 'Training jobs';
  const jobs = trainingJobs(estate, byApplication);
  if (jobs.length === 0) return absent(title, 'There is none for a Training Server.');
  const { shown, more } = bounded('training', jobs, { step: 8, noun: 'training job', refresh });
  return part(
    title,
    counted(jobs.length, 'job'),
    h(
      'ul',
      { key: 'jobs', class: 'plain-list' },
      shown.map((each) => item(each, estate)),
    ),
    more,
  );
}

/** Those of the configuration, with what their Training Servers show of them; and those that only these know. */
function trainingJobs(estate, byApplication) {
  const jobs = new Map(
    estate
      .all('trainingJob')
      .map(({ name, application, progress, state }) => [
        name,
        { name, application, progress, isDisabled: state === 'disabled' },
      ]),
  );
  for (const [application, { work }] of byApplication) {
    if (recordIn(work).kind !== 'training-server') continue;
    for (const { name, state, detail } of recordsIn(recordIn(work).jobs)) {
      const text = textIn(name) ?? 'a job without a name';
      jobs.set(text, { name: text, application, ...jobs.get(text), state: textIn(state), detail: textIn(detail) });
    }
  }
  return [...jobs.values()];
}

function item({ name, application, progress, isDisabled, state, detail }, estate) {
  const word = state ?? progress ?? 'not said';
  const isStranded =
    progress === 'waiting' && application !== undefined && estate.status(application).status !== 'running';
  return h(
    'li',
    { key: name },
    h('strong', {}, name),
    ' ',
    isDisabled ? statusMark('disabled') : stateMark(word, looks),
    application === undefined
      ? h('small', { class: 'quiet' }, ' · no Training Server has begun it')
      : [h('small', { class: 'quiet' }, ' · on '), applicationName(application, estate)],
    isStranded && h('small', { class: 'quiet' }, ' it waits for this instance, no other picks it up (BK-3)'),
    detail && h('p', { class: 'quiet' }, detail),
  );
}
