import type { Invariant } from './invariant.js';

export const promisesSettle: Invariant = {
  name: 'I6',
  words: 'every promise is kept or broken by its deadline',
  broken(history) {
    const settled = new Map(history.all('settled').map(({ node, id, at }) => [`${node} ${id}`, at]));
    return history.all('promised').flatMap(({ node, id, what, deadline }) => {
      const at = settled.get(`${node} ${id}`) ?? Infinity;
      return at <= deadline ? [] : [`${what} of ${node} was due at ${deadline} and came at ${at}`];
    });
  },
};
