import { isLegalTransition } from '@eservices-lb/mock-scs';
import { statusSchema } from '@eservices-lb/sdk/wire';
import type { Status } from '@eservices-lb/sdk/wire';

/** Rows: from; the statuses that must not follow. */
const illegal: Readonly<Record<Status, readonly Status[]>> = {
  unknown: [],
  stopped: [],
  'start-pending': ['suspending'],
  'start-transition': ['start-pending', 'suspending'],
  initializing: ['start-pending', 'start-transition', 'suspending'],
  running: ['start-pending', 'start-transition', 'initializing'],
  'service-unavailable': ['start-pending', 'start-transition', 'initializing'],
  suspending: ['start-pending', 'start-transition', 'initializing'],
  suspended: ['start-pending', 'start-transition', 'initializing', 'suspending'],
  'stop-pending': [
    ...(['start-pending', 'start-transition', 'initializing', 'running'] as const),
    ...(['service-unavailable', 'suspending', 'suspended'] as const),
  ],
  'stop-transition': [
    ...(['stop-pending', 'start-pending', 'start-transition', 'initializing', 'running'] as const),
    ...(['service-unavailable', 'suspending', 'suspended'] as const),
  ],
};

describe('the transitions of an application', () => {
  it.each(statusSchema.options.flatMap((from) => statusSchema.options.map((to) => [from, to] as const)))(
    'from %s to %s are as the table says',
    (from, to) => {
      expect(isLegalTransition(from, to)).toBe(!illegal[from].includes(to));
    },
  );
});
