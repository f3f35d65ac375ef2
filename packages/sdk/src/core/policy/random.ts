import type { SelectionPolicy } from './selection-policy.js';

/** Any of the candidates, each as likely as the other; it remembers nothing. */
export function random(): SelectionPolicy {
  return {
    name: 'random',
    createPicker: (environment) => ({
      pick: (candidates) => candidates[Math.floor(environment.random() * candidates.length)] ?? candidates[0],
    }),
  };
}
