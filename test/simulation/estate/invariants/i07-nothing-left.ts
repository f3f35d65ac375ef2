import type { Invariant } from './invariant.js';

export const nothingLeft: Invariant = {
  name: 'I7',
  words: 'whoever is closed leaves no timer and no connection behind',
  broken: (history) =>
    history
      .all('closed')
      .filter(({ timers, sockets }) => timers > 0 || sockets > 0)
      .map(({ who, timers, sockets }) => `${who} left ${timers} timers and ${sockets} connections`),
};
