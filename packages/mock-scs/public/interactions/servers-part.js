import { h } from '../dom/element.js';
import { linkTo } from '../parts/links.js';
import { statusMark } from '../parts/marks.js';
import { missingWork } from '../work/missing-work.js';
import { recordIn, recordsIn, textIn } from '../work/reading.js';
import { bounded } from './bounded.js';
import { absent, nothing, part, remark } from './part.js';

/** The Interaction Servers: who serves, from which workflow, and what keeps them from it. */
export function serversPart({ servers, estate, refresh }) {
  if (servers.length === 0)
    return absent('Interaction Server', 'There is none, so nothing can be seen of queues and routing.');
  const { shown, more } = bounded('servers', servers, { step: 6, noun: 'Interaction Server', refresh });
  return part(
    'Interaction Server',
    '',
    h(
      'ul',
      { class: 'plain-list' },
      shown.map((server) => item(server, estate)),
    ),
    more,
  );
}

const item = (server, estate) =>
  h(
    'li',
    { key: server.name },
    linkTo('application', server.name),
    ' ',
    statusMark(server.status),
    h('small', { class: 'quiet' }, ` · ${roleOf(server)}`),
    server.isShown ? details(server) : nothing(missingWork(server.application, estate, 'It')),
  );

function roleOf({ isShown, isServing, mode }) {
  if (!isShown) return mode;
  if (isServing) return 'primary, it serves';
  return mode === 'primary' ? 'primary, but it does not serve' : 'backup, it waits';
}

function details({ work, isServing, mode }) {
  const workflow = recordIn(work.workflow);
  const database = recordIn(work.database);
  const file = textIn(workflow.file);
  const switches = recordsIn(work.switches)
    .map((each) => [textIn(each.switch), textIn(each.tenant)])
    .filter(([name, tenant]) => name && tenant)
    .map(([name, tenant]) => `${name} of ${tenant}`);
  return [
    file && h('p', { key: 'workflow', class: 'quiet' }, 'Workflow: ', h('code', {}, file)),
    switches.length > 0 &&
      h('p', { key: 'switches', class: 'quiet' }, `Multimedia switches (MT-7): ${namesOf(switches)}`),
    textIn(workflow.problem) && remark('bad', `Workflow: ${textIn(workflow.problem)}`),
    textIn(database.problem) && remark('bad', `Database: ${textIn(database.problem)}`),
    (isServing || mode === 'primary') &&
      database.isConfirmed === false &&
      !textIn(database.problem) &&
      remark('bad', 'It does not write to its database until an operator confirms it (IXN-9).'),
  ];
}

const mostNames = 6;
const namesOf = (names) =>
  names.length <= mostNames
    ? names.join(', ')
    : `${names.slice(0, mostNames).join(', ')} and ${names.length - mostNames} more`;
