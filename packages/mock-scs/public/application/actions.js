// What can be done to an application as it is now, and where it cannot, why.
import { wordsOf } from '../parts/run-states.js';
import { recordIn, textIn } from '../work/reading.js';

const working = ['running', 'service-unavailable', 'suspending', 'suspended', 'initializing'];

/** Every action, with the reason why it is impossible now, where it is. `work`: what the application shows of its work, if anything. */
export function actionsOf(application, estate, work) {
  const { state, type, host, simulated, startInfo } = application;
  const database = recordIn(recordIn(work).database);
  const { status } = estate.status(application.name);
  const isLost = host !== undefined && estate.hostStatus(host) !== 'running';
  const lost = isLost && `The Local Control Agent of ${host} is not connected.`;
  const none = type === 'ApplicationCluster' && 'A cluster stands for its members and is no process.';
  const isStopped = status === 'stopped';
  const from = (...statuses) => none || lost || (!statuses.includes(status) && `It is ${wordsOf(status)}.`);
  const cannotStart = !simulated && startInfo === undefined && 'It has no start information.';
  return [
    { action: 'enable', label: 'Enable', why: state === 'enabled' && 'It is enabled.' },
    { action: 'disable', label: 'Disable', why: state === 'disabled' && 'It is disabled.' },
    {
      action: 'start',
      label: 'Start',
      why: none || lost || (!isStopped && `It is ${wordsOf(status)}.`) || cannotStart,
    },
    { action: 'stop-gracefully', label: 'Stop gracefully', why: from(...working) },
    { action: 'stop', label: 'Stop', why: none || lost || (isStopped && 'It is stopped.') },
    { action: 'suspend', label: 'Suspend', why: from('running', 'service-unavailable') },
    { action: 'resume', label: 'Resume', why: from('suspending', 'suspended') },
    { action: 'service-unavailable', label: 'Service unavailable', why: from('running') },
    { action: 'available', label: 'Available', why: from('service-unavailable') },
    { action: 'switchover', label: 'Switch over', why: none || whyNoSwitchover(application, estate) },
    {
      ...{ action: 'kill', label: 'Kill', isDangerous: true, warning: killWarning(application, estate) },
      why: none || lost || (isStopped && 'It is stopped.'),
    },
    ...(typeof database.isConfirmed === 'boolean' ? [confirmDatabase(database, lost)] : []),
  ];
}

/** An Interaction Server that found another database than its pair worked with waits until somebody says that it is the right one (IXN-9). */
function confirmDatabase({ isConfirmed, problem }, lost) {
  return {
    ...{ action: 'confirm-database', label: 'Confirm database', isDangerous: true },
    why: lost || (isConfirmed && 'It works with the database that its pair worked with.'),
    warning: `${textIn(problem) ?? ''} What was written into the former database stays there.`,
  };
}

/** The other one of a pair, and which of the two is configured as the backup. */
export function pairOf(application, estate) {
  const backup = application.backup && estate.get('application', application.backup);
  if (backup) return { primary: application, backup };
  const primary = estate.all('application').find((each) => each.backup === application.name);
  return primary && { primary, backup: application };
}

function whyNoSwitchover(application, estate) {
  const pair = pairOf(application, estate);
  if (pair === undefined) return 'It has no backup.';
  const { primary, backup } = pair;
  const isPrimaryServing = ['primary', 'exiting'].includes(estate.status(primary.name).mode);
  const other = isPrimaryServing ? backup : primary;
  const { status } = estate.status(other.name);
  if (other.state === 'disabled') return `${other.name} is disabled.`;
  return status === 'running' ? undefined : `${other.name} is ${wordsOf(status)}.`;
}

function killWarning({ name, autoRestart }, estate) {
  const { load } = estate.status(name);
  const work = load === undefined || load === 0 ? 'Whatever it is doing' : `Its work (a load of ${load})`;
  return `${work} is lost at once. ${autoRestart ? 'It starts again by itself.' : 'It does not start again by itself.'}`;
}
