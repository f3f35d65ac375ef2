import type { Invariant } from './invariant.js';

export const nothingUnhandled: Invariant = {
  name: 'I8',
  words: 'no promise is rejected without anybody to hear of it',
  broken: (history) => history.all('unhandled').map(({ reason }) => reason),
};
