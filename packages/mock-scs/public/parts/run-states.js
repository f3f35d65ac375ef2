// How each status looks: a colour class, a shape of its own, and words.
const looks = {
  running: ['good', 'circle'],
  initializing: ['middling', 'ring'],
  'start-pending': ['middling', 'ring'],
  'start-transition': ['middling', 'ring'],
  'service-unavailable': ['middling', 'triangle'],
  suspending: ['middling', 'pause'],
  suspended: ['middling', 'pause'],
  'stop-pending': ['idle', 'down'],
  'stop-transition': ['idle', 'down'],
  stopped: ['idle', 'square'],
  unknown: ['bad', 'question'],
  disconnected: ['bad', 'cross'],
  enabled: ['good', 'circle'],
  disabled: ['bad', 'slash'],
  cluster: ['none', 'hexagon'],
};

export const toneOf = (status) => looks[status]?.[0] ?? 'idle';
export const shapeOf = (status) => looks[status]?.[1] ?? 'square';
export const wordsOf = (status) => status.replaceAll('-', ' ');

/** From what needs looking at to what does not. */
const urgency = ['unknown', 'disconnected', 'service-unavailable', 'suspended', 'suspending'];

/** Sorts what is in trouble first, and what runs last. */
export function urgencyOf(status) {
  const index = urgency.indexOf(status);
  if (index >= 0) return index;
  return status === 'running' ? 99 : 50;
}
