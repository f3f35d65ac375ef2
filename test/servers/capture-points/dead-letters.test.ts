import { EventEmitter } from 'node:events';
import type { Message, Sender } from 'rhea';
import { DeadLetters } from '../../../packages/servers/src/interaction-server/capture-points/jms/dead-letters.js';
import { UnusableCaptureError } from '../../../packages/servers/src/interaction-server/capture-points/unusable-capture-error.js';

const message: Message = { body: 'no capture' };
const problem = new UnusableCaptureError('NOT_READABLE', 'It is no JSON.');

/** A link to the broker, which answers when the test says so. */
class Link extends EventEmitter {
  readonly deliveries: object[] = [];

  sendable(): boolean {
    return true;
  }

  send(): object {
    const delivery = {};
    this.deliveries.push(delivery);
    return delivery;
  }
}

describe('a message that is set aside at the broker', () => {
  let link: Link;
  let deadLetters: DeadLetters;

  beforeEach(() => {
    link = new Link();
    deadLetters = new DeadLetters(link as unknown as Sender);
  });

  it('is there when the broker has accepted it, and not before', async () => {
    let isThere = false;
    const added = deadLetters.add(message, problem).then(() => (isThere = true));
    await Promise.resolve();
    expect(isThere).toBe(false);

    link.emit('accepted', { delivery: link.deliveries[0] });

    await added;
    expect(isThere).toBe(true);
  });

  it('is not there when the connection ends before the broker has answered, and whoever waits is told', async () => {
    const [one, other] = [deadLetters.add(message, problem), deadLetters.add(message, problem)];

    deadLetters.end(new Error('The broker is lost.'));

    await expect(one).rejects.toThrow('The broker is lost.');
    await expect(other).rejects.toThrow('The broker is lost.');
    await expect(deadLetters.add(message, problem)).rejects.toThrow('The broker is lost.');
    expect(link.deliveries).toHaveLength(2);
  });
});
