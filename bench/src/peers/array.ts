import { kept } from '../measure/kept.js';
import { hostOf } from './host-of.js';
import type { Peer } from './peer.js';

/** The floor: nothing but the next element of an array. */
export const array: Peer = {
  name: 'bare array',
  tracksLiveness: false,
  create(instances) {
    const list = Array.from({ length: instances }, (_, index) => ({ host: hostOf(index) }));
    let last = -1;
    return {
      pick(times) {
        for (let time = 0; time < times; time += 1) {
          last = last + 1 < list.length ? last + 1 : 0;
          kept.value = list[last];
        }
      },
    };
  },
};
