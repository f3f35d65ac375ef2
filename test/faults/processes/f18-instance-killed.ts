import { randomUUID } from 'node:crypto';
import { systemClock } from '@eservices-lb/sdk';
import type { LoadBalancer } from '@eservices-lb/sdk';
import { eventually } from '../../estate/eventually.js';
import type { Fault, Figures } from '../fault.js';
import { beginChatAt } from './chat-at.js';
import { InstancesEstate } from './instances-estate.js';
import { serviceOf } from './service-of.js';

const chat = { tenant: 'Environment', type: 'ChatServer' };
const email = { tenant: 'Environment', type: 'EmailServer' };

export const instanceKilled: Fault = {
  row: 'F18',
  kind: 'processes',
  fault: 'a Chat Server is killed while it has chats, and an E-mail Server whose alias a customer has',
  condition:
    'after one failed attempt at most, new chats avoid it and e-mails go to the other one; aliases of chats end, told once',
  async play() {
    return { ...(await killChatServer()), ...(await killEmailServer()) };
  },
};

async function killChatServer(): Promise<Figures> {
  const instances = await InstancesEstate.get();
  await using loadBalancer = await instances.loadBalancer();
  const { headers } = instances;
  const { alias } = serviceOf(loadBalancer, chat, 'ChatServer_1');
  const chats = await Promise.all([1, 2, 3].map(() => beginChatAt(loadBalancer, { request: chat, headers, alias })));
  const ends = endsOf(loadBalancer, 'ChatServer_1');
  const customers = customersAt(loadBalancer, headers);
  try {
    await eventually('chats at every Chat Server', () => (customers.begun.size === 3 ? true : undefined));

    const at = systemClock.now();
    instances.kill('ChatServer_1');
    customers.killed();
    await eventually('the end of ChatServer_1 to be known', () => (ends.count > 0 ? true : undefined));
    const pushMs = ends.at - at;

    for (const { alias: bound, say } of chats) {
      for (let again = 0; again < 2; again += 1) {
        expect(() => loadBalancer.resolve(bound, chat)).toThrow(expect.objectContaining({ code: 'INSTANCE_STOPPED' }));
        await expect(say('Are you there?')).rejects.toMatchObject({ code: 'INSTANCE_STOPPED' });
      }
    }
    await customers.more(30);
    for (let pick = 0; pick < 6; pick += 1) {
      // Of somebody who has had no failure with it.
      expect(instances.operator.loadBalancer.select(chat).application).not.toBe('ChatServer_1');
    }
    expect(customers.askedAfterEnd).not.toContain('ChatServer_1');
    expect(customers.failures.length).toBeLessThanOrEqual(1);
    expect(ends.count).toBe(1);
    return { 'ms until known': pushMs, 'failed new chats': customers.failures.length };
  } finally {
    await customers.end();
    await instances.start('ChatServer_1');
  }

  /** Somebody begins chats, one after the other, until told to stop. */
  function customersAt(to: LoadBalancer, proof: Readonly<Record<string, string>>) {
    const begun = new Set<string>();
    const failures: unknown[] = [];
    const askedAfterEnd: string[] = [];
    let [isOn, isKilled, count] = [true, false, 0];
    const goOn = async (): Promise<void> => {
      while (isOn) {
        const isEndKnown = ends.count > 0;
        const asked = await beginChatAt(to, { request: chat, headers: proof }).then(
          ({ application }) => application,
          (error: unknown) => void failures.push(error),
        );
        count += 1;
        if (asked !== undefined && !isKilled) begun.add(asked);
        if (asked !== undefined && isEndKnown) askedAfterEnd.push(asked);
      }
    };
    const going = goOn();
    return {
      ...{ begun, failures, askedAfterEnd },
      killed: () => void (isKilled = true),
      more: (further: number) => {
        const until = count + further;
        return eventually(`${further} more chats`, () => (count >= until ? true : undefined));
      },
      async end() {
        isOn = false;
        await going;
      },
    };
  }
}

async function killEmailServer(): Promise<Figures> {
  const instances = await InstancesEstate.get();
  await using loadBalancer = await instances.loadBalancer();
  const { alias } = serviceOf(loadBalancer, email, 'EmailServer_1');
  const ends = endsOf(loadBalancer, 'EmailServer_1');
  const submission = aSubmission();
  const submit = () =>
    loadBalancer.http(email).post<unknown>('/messages', submission, { alias, headers: instances.headers });
  try {
    expect((await submit()).config.asked).toEqual(['EmailServer_1']);

    instances.kill('EmailServer_1');
    // What was sent already is not sent again by the load balancer: that is for who knows that the number of the submission makes it safe.
    const { status, config } = await submit().catch(submit);
    expect({ status, by: config.asked?.at(-1) }).toEqual({ status: 200, by: 'EmailServer_2' });

    await eventually('the end of EmailServer_1 to be known', () => (ends.count > 0 ? true : undefined));
    expect(loadBalancer.resolve(alias, email)).toMatchObject({ application: 'EmailServer_2', state: 'live' });
    expect((await submit()).config.asked).toEqual(['EmailServer_2']);
    return {};
  } finally {
    await instances.start('EmailServer_1');
  }
}

const aSubmission = (): object => ({
  ...{ submissionId: randomUUID(), tenant: 'Environment', service: 'support', firstName: 'Ann', lastName: 'Lee' },
  ...{ fromAddress: 'ann@example.test', subject: 'A question', text: 'Where is my parcel?' },
});

/** How often it was told that the application has stopped, and when first. */
function endsOf(loadBalancer: LoadBalancer, application: string): { readonly count: number; readonly at: number } {
  const ends = { count: 0, at: NaN };
  let before: string | undefined = 'running';
  loadBalancer.subscribe(({ statuses }) => {
    const { status } = statuses.get(application) ?? {};
    if (status === 'stopped' && before !== 'stopped') {
      ends.count += 1;
      if (ends.count === 1) ends.at = systemClock.now();
    }
    before = status;
  });
  return ends;
}
