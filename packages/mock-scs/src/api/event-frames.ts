import type { Version } from '@eservices-lb/sdk/wire';
import type { World } from '../control/world.js';

/** One server-sent event, as text. */
export const eventFrame = (name: string, body: Version): string =>
  `id: ${body.epoch}.${body.revision}\nevent: ${name}\ndata: ${JSON.stringify(body)}\n\n`;

/** The snapshot as an event, written out once for all who ask at the same version: with 10,000 applications it is several MB. */
export class SnapshotFrame {
  readonly #world: Pick<World, 'version' | 'snapshot'>;
  #version: Version | undefined;
  #frame = Buffer.alloc(0);

  constructor(world: Pick<World, 'version' | 'snapshot'>) {
    this.#world = world;
  }

  get current(): Buffer {
    const { epoch, revision } = this.#world.version;
    if (this.#version?.epoch !== epoch || this.#version.revision !== revision) {
      this.#version = { epoch, revision };
      this.#frame = Buffer.from(eventFrame('snapshot', this.#world.snapshot));
    }
    return this.#frame;
  }
}
