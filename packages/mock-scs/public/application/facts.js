import { h } from '../dom/element.js';
import { linkTo } from '../parts/links.js';
import { count, statusMark } from '../parts/marks.js';
import { pairOf } from './actions.js';

/** A list of terms with what is to be said of each; what is undefined is left out. */
export const facts = (entries) =>
  h(
    'dl',
    { class: 'facts' },
    entries
      .filter(([, value]) => value !== undefined)
      .map(([term, value]) => h('div', { key: term }, h('dt', {}, term), h('dd', {}, value))),
  );

/** How the application is at this moment. */
export function runStateFacts(application, estate) {
  const { name, host, type } = application;
  if (type === 'ApplicationCluster') return undefined;
  const { status, mode, load, sessions } = estate.status(name);
  const pair = pairOf(application, estate);
  return h(
    'section',
    { key: 'run-state', class: 'card', 'aria-label': 'Run state' },
    h('h2', {}, 'Run state'),
    facts([
      ['Status', statusMark(status)],
      ['Mode', mode],
      [
        'Host',
        host && [linkTo('host', host), ' ', statusMark(estate.hostStatus(host), hostWords(estate.hostStatus(host)))],
      ],
      ['Load', load === undefined ? 'not reported' : count(load)],
      ['Sessions begun', sessions === undefined ? 'not reported' : count(sessions)],
      ['Pair', pair === undefined ? 'none' : pairText(pair, name, estate)],
    ]),
  );
}

const hostWords = (status) => (status === 'running' ? 'connected' : status);

function pairText({ primary, backup }, name, estate) {
  const other = primary.name === name ? backup : primary;
  const { status, mode } = estate.status(other.name);
  return [
    primary.name === name ? 'primary; its backup is ' : 'backup of ',
    linkTo('application', other.name),
    ' ',
    statusMark(status),
    `, ${mode}`,
  ];
}

/** What its configuration says. */
export function configurationFacts(application, estate) {
  const { dbid, type, version, state, redundancyType, isPrimary, host, ports, simulated, autoRestart } = application;
  const address = host && estate.get('host', host)?.address;
  return h(
    'section',
    { key: 'configuration', class: 'card', 'aria-label': 'Configuration' },
    h('h2', {}, 'Configuration'),
    facts([
      ['State', statusMark(state)],
      ['Type and version', `${type} ${version}`],
      ['DBID', String(dbid)],
      ['Address', address],
      ['Ports', ports.length === 0 ? 'none' : ports.map(portText).join(', ')],
      ['Redundancy', `${redundancyType}${isPrimary ? '' : ', backup'}`],
      [
        'Reconnect',
        `every ${application.timeout} s, ${application.attempts} ${application.attempts === 1 ? 'attempt' : 'attempts'}`,
      ],
      ['Start and stop', `within ${application.startupTimeout} s and ${application.shutdownTimeout} s`],
      ['Restarts by itself', autoRestart ? 'yes' : 'no'],
      ['Process', simulated ? 'none, it is simulated' : commandOf(application)],
      ['Database', application.database && linkTo('database', application.database)],
    ]),
  );
}

const portText = ({ id, port, protocol, secure }) =>
  `${id} ${port}${protocol && ` (${protocol})`}${secure ? ', secure' : ''}`;

function commandOf({ type, startInfo }) {
  if (type === 'ApplicationCluster') return 'none';
  return startInfo === undefined
    ? 'started elsewhere'
    : h('code', {}, [startInfo.commandLine, ...startInfo.commandLineArguments].join(' '));
}
