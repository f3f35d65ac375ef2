import type { Frame } from '../api/event-frames.js';
import type { StreamOutput } from '../api/stream-output.js';
import type { Link } from './disturbance.js';

interface Place {
  readonly fault: number;
  link?: Link;
}

/** One event stream, and what stands between it and the control server: a link for each fault, the one that came first nearest to the server. */
export class DisturbedStream implements StreamOutput {
  readonly #stream: StreamOutput;
  #places: readonly Place[] = [];

  constructor(stream: StreamOutput) {
    this.#stream = stream;
  }

  send(frame: Frame): void {
    this.#passTo(0, frame);
  }

  cut(): void {
    this.#stream.cut();
  }

  add(fault: number, make: (next: (frame: Frame) => void) => Link): void {
    const place: Place = { fault };
    this.#places = [...this.#places, place];
    place.link = make((frame) => {
      this.#passTo(this.#places.indexOf(place) + 1, frame);
    });
  }

  /** What the fault held back goes out first. */
  remove(fault: number): void {
    this.#places.find((place) => place.fault === fault)?.link?.release();
    this.#places = this.#places.filter((place) => place.fault !== fault);
  }

  #passTo(index: number, frame: Frame): void {
    const link = this.#places[index]?.link;
    if (link === undefined) this.#stream.send(frame);
    else link.send(frame);
  }
}
