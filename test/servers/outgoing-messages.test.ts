import { setImmediate } from 'node:timers/promises';
import { ManualClock } from '@eservices-lb/sdk/testing';
import { OutgoingMessages } from '../../packages/servers/src/sms-server/outgoing-messages.js';
import { SmppError } from '../../packages/servers/src/smpp/smpp-error.js';
import { eventually } from '../estate/eventually.js';
import { silentLog } from './application-surroundings.js';

describe('the outgoing messages of an SMS Server', () => {
  it('hold up none that came later where the SMS Center takes two hundred of them not now, and are tried again', async () => {
    const state = new Map(Array.from({ length: 205 }, (_, at) => [String(at).padStart(3, '0'), 'waiting']));
    const tries = new Map<string, number>();
    const messages = new OutgoingMessages({
      store: {
        // As the database answers: what was asked for first, behind the one that is named.
        waiting: (_application: string, after = '') =>
          Promise.resolve(
            [...state]
              .filter(([requestId, each]) => each === 'waiting' && requestId > after)
              .slice(0, 200)
              .map(([requestId]) => ({ requestId, source: '1', destination: '2', text: requestId })),
          ),
        sent: (requestId: string) => Promise.resolve(state.set(requestId, 'sent')),
      } as never,
      link: {
        isBound: true,
        request: (_command: string, { short_message }: { readonly short_message: Buffer }) => {
          const text = short_message.toString();
          tries.set(text, (tries.get(text) ?? 0) + 1);
          if (text > '199') return Promise.resolve({ message_id: text });
          return Promise.reject(new SmppError('REFUSED', 'later', 'ESME_RX_T_APPN'));
        },
      } as never,
      ...{ application: () => 'SMSServer_1', isActive: () => true, clock: new ManualClock(), log: silentLog },
    });
    const lookOnce = async (): Promise<void> => {
      const before = [...tries.values()].reduce((sum, each) => sum + each, 0);
      messages.look();
      const tried = (): number => [...tries.values()].reduce((sum, each) => sum + each, 0);
      await eventually('something to be tried', () => (tried() > before ? true : undefined));
      await setImmediate();
      await setImmediate();
    };

    await lookOnce();
    await eventually('the first two hundred', () => (tries.size === 200 ? true : undefined));
    await lookOnce();
    await eventually('the later ones', () => (state.get('204') === 'sent' ? true : undefined));
    await lookOnce();
    await eventually('the first ones again', () => (tries.get('000') === 2 ? true : undefined));
    await messages.close();

    expect([...state.values()].filter((each) => each === 'sent')).toHaveLength(5);
  });

  it('are not asked for again while some of them are on their way, also where another one could not be noted', async () => {
    const asked: string[] = [];
    let answer: (answered: object) => void = () => undefined;
    const waiting = ['noted badly', 'on its way'].map((text) => ({
      ...{ requestId: text, source: '+16502530000', destination: '+16502530001', text },
    }));
    const messages = new OutgoingMessages({
      store: {
        waiting: () => Promise.resolve(waiting),
        sent: () => Promise.reject(new Error('the database is away')),
        failed: () => Promise.resolve(),
        forgetOld: () => Promise.resolve(),
      } as never,
      link: {
        isBound: true,
        request: (_command: string, { short_message: text }: { readonly short_message?: unknown }) => {
          asked.push(String(text));
          return asked.length === 1
            ? Promise.resolve({ message_id: '1' })
            : new Promise((resolve) => (answer = resolve));
        },
      } as never,
      ...{ application: () => 'SMSServer_1', isActive: () => true, clock: new ManualClock(), log: silentLog },
    });

    messages.look();
    await eventually('both to be sent', () => (asked.length === 2 ? true : undefined));
    await setImmediate();
    messages.look();
    await setImmediate();

    expect(asked).toHaveLength(2);
    answer({ message_id: '2' });
    await messages.close();
  });
});
