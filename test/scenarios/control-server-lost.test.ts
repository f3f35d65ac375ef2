import { startEstate } from '../estate/start-estate.js';
import type { Estate } from '../estate/start-estate.js';
import { eventually } from '../estate/eventually.js';
import { beginChat } from './chat-client.js';
import { operatorOf } from './operator.js';
import type { Operator } from './operator.js';

describe('the loss of Solution Control Server', () => {
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

  it('leaves selections going from the last view, said to be stale, until it is back and all is live without a restart', async () => {
    const { loadBalancer } = operator;
    const source = (value: string) =>
      eventually(`health to say ${value}`, () => (loadBalancer.health().source === value ? true : undefined), {
        withinMs: 20_000,
      });
    const [web] = estate.ready.urls.web;
    const chat = await beginChat(web!, 'support');

    process.kill(estate.ready.pid, 'SIGKILL');
    await source('stale');
    const another = await beginChat(web!, 'support');
    expect((await chat.call('send', { message: 'still here' })).data.statusCode).toBe(0);

    const again = await estate.restartScs();
    await source('live');

    expect((await another.call('send', { message: 'and still' })).data.statusCode).toBe(0);
    expect((await chat.call('refresh')).data).toMatchObject({ statusCode: 0, chatEnded: false });
    const pids = new Map(again.processes.map(({ application, pid }) => [application, pid]));
    expect(pids.get('ChatServer_1')).toBe(estate.pidOf('ChatServer_1'));
    expect(loadBalancer.select({ tenant: 'Environment', type: 'ChatServer' }).application).toMatch(/^ChatServer_/);
  }, 90_000);
});
