import type { Version } from '@eservices-lb/sdk/wire';
import type { Invariant } from './invariant.js';

export const versionsForward: Invariant = {
  name: 'I4',
  words: 'inside an epoch no applied version is older than the one before',
  broken(history) {
    const newest = new Map<string, Version>();
    return history.all('applied').flatMap(({ node, snapshot: { epoch, revision } }) => {
      const before = newest.get(`${node} ${epoch}`);
      newest.set(`${node} ${epoch}`, { epoch, revision });
      if (before === undefined || before.revision <= revision) return [];
      return [`${node} went from ${epoch}.${before.revision} back to ${revision}`];
    });
  },
};
