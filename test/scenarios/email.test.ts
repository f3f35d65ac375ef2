import axios from 'axios';
import { eventually } from '../estate/eventually.js';
import { startEstate } from '../estate/start-estate.js';
import type { Estate } from '../estate/start-estate.js';
import { postForm } from './chat-client.js';
import { operatorOf } from './operator.js';
import type { Operator } from './operator.js';

interface EmailReply {
  readonly statusCode: number;
  readonly interactionId?: string;
  readonly errors?: readonly { readonly code: number }[];
}

describe('e-mail through a load-balanced estate of real processes', () => {
  let estate: Estate;
  let operator: Operator;

  beforeAll(async () => {
    estate = await startEstate();
    operator = await operatorOf(estate);
  }, 90_000);
  afterAll(async () => {
    await operator[Symbol.asyncDispose]();
    await estate.stop();
  }, 30_000);

  const write = (fromAddress: string) =>
    postForm<EmailReply>(`${estate.ready.urls.web[0]}/genesys/2/email/support`, {
      ...{ firstName: 'Ada', lastName: 'Lovelace', fromAddress, subject: 'A question', text: 'Hello' },
    });

  const mailTo = async (address: string): Promise<{ messageId: string }[]> => {
    const mailServer = operator.loadBalancer.configuration.application('MailServer');
    const port = mailServer?.ports.find(({ id }) => id === 'default')?.port;
    const { data } = await axios.get<{ messages: { messageId: string }[] }>(`http://127.0.0.1:${port}/messages`, {
      params: { to: address },
    });
    return data.messages;
  };

  const someMailTo = async (address: string): Promise<{ messageId: string }[] | undefined> => {
    const found = await mailTo(address);
    return found.length > 0 ? found : undefined;
  };

  it('is stored, and acknowledged over SMTP exactly once', async () => {
    const { status, data } = await write('ada@example.test');

    expect(status).toBe(200);
    expect(data).toMatchObject({ statusCode: 0, interactionId: expect.any(String) as string });
    const mails = await eventually('the acknowledgement', () => someMailTo('ada@example.test'));
    expect(mails).toHaveLength(1);
  });

  it('is accepted by the other E-mail Server when one is killed between selection and use: nothing lost, nothing doubled (LB-6)', async () => {
    const addresses = Array.from({ length: 6 }, (_, index) => `grace${index}@example.test`);
    const answers = [];
    for (const [index, address] of addresses.entries()) {
      const answer = write(address);
      if (index === 1) process.kill(estate.pidOf('EmailServer_1'), 'SIGKILL');
      answers.push(await answer);
    }

    expect(answers.map(({ data }) => data.statusCode)).toEqual(addresses.map(() => 0));
    expect(new Set(answers.map(({ data }) => data.interactionId)).size).toBe(addresses.length);
    for (const address of addresses) {
      // What the killed server had begun to send is its own for 15 s; then the other one sends it, under the same message id.
      const mails = await eventually(`the acknowledgement to ${address}`, () => someMailTo(address), {
        withinMs: 30_000,
      });
      expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1);
    }
  }, 60_000);

  it('is refused by field when something required is missing', async () => {
    const { status, data } = await postForm<EmailReply>(`${estate.ready.urls.web[0]}/genesys/2/email/support`, {
      firstName: 'Ada',
    });

    expect(status).toBe(400);
    expect(data.errors?.map(({ code }) => code)).toEqual(expect.arrayContaining([103, 104, 181, 182]));
  });
});
