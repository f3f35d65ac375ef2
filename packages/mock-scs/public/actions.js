// What can be done to an application as it is now. An action that makes no sense now is shown, but cannot be pressed.
const stopped = ['stopped'];
const starting = ['start-pending', 'start-transition', 'initializing'];

export function actionsOf({ application, status }) {
  const isUp = !stopped.includes(status);
  const isUnavailable = status === 'service-unavailable';
  const canStart = application.startInfo !== undefined;
  return [
    application.state === 'enabled'
      ? { action: 'disable', label: 'Disable', isPossible: true }
      : { action: 'enable', label: 'Enable', isPossible: true },
    isUp
      ? { action: 'stop', label: 'Stop', isPossible: status !== 'stop-pending' }
      : { action: 'start', label: 'Start', isPossible: canStart },
    isUnavailable
      ? { action: 'available', label: 'Available', isPossible: true }
      : { action: 'service-unavailable', label: 'Unavailable', isPossible: status === 'running' },
    { action: 'kill', label: 'Kill', isPossible: isUp || starting.includes(status), isDangerous: true },
  ];
}
