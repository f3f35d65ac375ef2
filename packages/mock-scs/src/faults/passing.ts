import type { Link, LinkPlace } from './disturbance.js';

/** A link that holds nothing back: events go on as `pass` says, snapshots and heartbeats as they are. */
export const passingEvents =
  (pass: (place: LinkPlace, ...frame: Parameters<Link['send']>) => void) =>
  (place: LinkPlace): Link => ({
    send(frame) {
      if (frame.kind === 'event') pass(place, frame);
      else place.next(frame);
    },
    release: () => undefined,
  });
