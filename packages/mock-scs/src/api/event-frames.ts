import type { Version } from '@eservices-lb/sdk/wire';
import type { World } from '../control/world.js';

/** One server-sent event, written out once for all streams. */
export interface Frame {
  readonly kind: 'snapshot' | 'event' | 'heartbeat';
  readonly text: string | Buffer;
}

export const eventFrame = (name: string, body: Version): Frame => ({
  kind: name === 'snapshot' || name === 'heartbeat' ? name : 'event',
  text: `id: ${body.epoch}.${body.revision}\nevent: ${name}\ndata: ${JSON.stringify(body)}\n\n`,
});

/** The snapshot as an event, written out once for all who ask at the same version: with 10,000 applications it is several MB. */
export class SnapshotFrame {
  readonly #world: Pick<World, 'version' | 'snapshot'>;
  #version: Version | undefined;
  #frame: Frame = { kind: 'snapshot', text: '' };

  constructor(world: Pick<World, 'version' | 'snapshot'>) {
    this.#world = world;
  }

  get current(): Frame {
    const { epoch, revision } = this.#world.version;
    if (this.#version?.epoch !== epoch || this.#version.revision !== revision) {
      this.#version = { epoch, revision };
      this.#frame = { kind: 'snapshot', text: Buffer.from(eventFrame('snapshot', this.#world.snapshot).text) };
    }
    return this.#frame;
  }
}
