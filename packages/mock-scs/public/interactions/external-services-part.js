import { h } from '../dom/element.js';
import { linkTo } from '../parts/links.js';
import { count, counted } from '../parts/marks.js';
import { recordIn, textsIn } from '../work/reading.js';
import { applicationName } from './application-name.js';
import { bounded } from './bounded.js';
import { externalServices } from './external-services.js';
import { absent, part } from './part.js';
import { shareBar } from './share-bar.js';

const mostOperations = 8;

/** What strategies have asked of application servers, service by service: how the requests are shared, and how many failed. */
export function externalServicesPart(shown) {
  const services = externalServices(shown);
  const title = 'External services (ESP)';
  if (services.length === 0)
    return absent(title, 'Connect the Interaction Server to one Application Cluster for each service (IXN-6).');
  const { shown: some, more } = bounded('services', services, {
    ...{ step: 8, noun: 'service', refresh: shown.refresh },
  });
  const all = services.flatMap(({ instances }) => instances);
  return part(
    title,
    `${counted(total(all, 'requests'), 'request')}, ${count(total(all, 'failures'))} failed`,
    some.map((each) => service(each, shown)),
    more,
  );
}

const total = (instances, figure) => instances.reduce((sum, each) => sum + (each[figure] ?? 0), 0);

function service({ name, isCluster, instances }, { estate, byApplication, refresh }) {
  const most = Math.max(1, ...instances.map(({ requests }) => requests ?? 0));
  const { shown, more } = bounded(`service ${name}`, instances, { step: 8, noun: 'instance', refresh });
  return h(
    'div',
    { key: `service ${name}`, class: 'service' },
    h(
      'h3',
      {},
      estate.get('application', name) === undefined ? name : linkTo('application', name),
      h('small', { class: 'quiet' }, isCluster ? ' · cluster' : ' · by type, connected directly'),
    ),
    h(
      'ul',
      { class: 'measures' },
      shown.map((each) => instance(each, { most, estate, byApplication })),
    ),
    more,
  );
}

function instance({ application, requests, failures = 0 }, { most, estate, byApplication }) {
  const operations = textsIn(recordIn(byApplication.get(application)?.work).operations);
  return h(
    'li',
    { key: application },
    h(
      'span',
      { class: 'measure-name' },
      applicationName(application, estate),
      operations.length > 0 && h('small', { class: 'quiet' }, ` ${operationsText(operations)}`),
    ),
    shareBar(
      [
        { value: Math.max(0, (requests ?? 0) - failures), tone: 'accent' },
        { value: failures, tone: 'bad' },
      ],
      most,
    ),
    h(
      'span',
      { class: 'measure-figure' },
      requests === undefined ? 'not asked' : count(requests),
      failures > 0 && h('small', { class: 'tone-bad' }, ` ✕ ${count(failures)} failed`),
    ),
  );
}

const operationsText = (operations) =>
  operations.length <= mostOperations
    ? operations.join(', ')
    : `${operations.slice(0, mostOperations).join(', ')} and ${operations.length - mostOperations} more`;
