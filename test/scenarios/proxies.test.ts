import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import axios from 'axios';
import { eventually } from '../estate/eventually.js';
import { startEstate } from '../estate/start-estate.js';
import type { Estate } from '../estate/start-estate.js';
import { Desktop } from '../servers/a-desktop.js';
import type { Said } from '../servers/a-desktop.js';
import { operatorOf } from './operator.js';
import type { Operator } from './operator.js';

interface Work {
  readonly kind: string;
  readonly upstream: { readonly application?: string; readonly isConnected: boolean };
  readonly clients: number;
  readonly requests: number;
}

/** Proxies, the Interaction Server pair and the Universal Contact Server behind them, and desktops, all over real sockets. */
describe('two hundred desktops and two proxies', () => {
  let estate: Estate;
  let operator: Operator;
  let secret: string;
  const desktops: Desktop[] = [];

  const desktop = async (type = 'InteractionServerProxy'): Promise<Desktop> => {
    const { url } = operator.loadBalancer.select({ tenant: 'Environment', type });
    const one = await Desktop.connect(url.replace('http', 'ws'), secret);
    desktops.push(one);
    return one;
  };
  const connectionsAt = (server: string, count: number): Promise<void> =>
    operator.view(({ statuses }) => statuses.get(server)?.load === count);
  const workOf = async (application: string): Promise<Work | undefined> => {
    const headers = { authorization: `Bearer ${estate.ready.token}` };
    const { data } = await axios.get<{ applications: { application: string; work: Work }[] }>(
      `${estate.ready.urls.scs[0]}/api/v1/work`,
      { headers },
    );
    return data.applications.find((one) => one.application === application)?.work;
  };
  const isOpen = ({ closed }: Desktop): boolean => closed === undefined;

  beforeAll(async () => {
    estate = await startEstate({ scenario: join(__dirname, 'proxies.yaml') });
    operator = await operatorOf(estate);
    const file = join(estate.directory, '.eservices-lb', String(estate.portBase), 'secrets.json');
    secret = (JSON.parse(readFileSync(file, 'utf8')) as { service: string }).service;
  }, 90_000);
  afterAll(async () => {
    for (const { socket } of desktops) socket.terminate();
    await operator[Symbol.asyncDispose]();
    await estate.stop();
  }, 30_000);

  it('are two connections at Interaction Server (PX-1)', async () => {
    await Promise.all(Array.from({ length: 200 }, () => desktop()));
    const answers = await Promise.all(desktops.map((one) => one.answered(1)));

    expect(answers.every(({ result }) => Array.isArray((result as { interactions: unknown }).interactions))).toBe(true);
    await connectionsAt('InteractionServer', 2);
    await connectionsAt('InteractionServerProxy_1', 100);
    await connectionsAt('InteractionServerProxy_2', 100);
    const work = await eventually('its work to be shown', async () => {
      const shown = await workOf('InteractionServerProxy_1');
      return shown?.requests === 100 ? shown : undefined;
    });
    expect(work).toEqual({
      ...{ kind: 'proxy', clients: 100, requests: 100, waiting: 0 },
      upstream: { application: 'InteractionServer', isConnected: true },
    });
  });

  it('submit an interaction through one proxy, and see it and bring it on through the other', async () => {
    const [one, other] = [await desktop(), await desktop()];
    const interaction = { interactionId: 'via-proxy', media: 'sms' };
    const submitted = await one.answered('s', { ...interaction, service: 'support' }, 'interaction.submit');

    expect(submitted.result).toMatchObject({ interactionId: 'via-proxy', isNew: true });
    expect((await other.answered('l', { media: 'sms' })).result).toMatchObject({ interactions: [interaction] });
    const brought = await other.answered('b', { ...interaction, state: 'done' }, 'interaction.state');
    expect(brought.result).toMatchObject({ state: 'done' });
    const refused = await one.answered('r', { ...interaction, state: 'in-progress' }, 'interaction.state');
    expect(refused.error?.data).toMatchObject({ code: 'ALREADY_FURTHER' });
  });

  it('hear from Universal Contact Server through its own proxy', async () => {
    const one = await desktop('UniversalContactServerProxy');
    const nobody = { emailAddress: 'nobody@example.test' };

    expect((await one.answered(1, nobody, 'contact.find')).result).toEqual({});
    expect((await one.answered(2, nobody, 'contact.interactions')).result).toEqual({ interactions: [] });
    expect((await one.answered(3, {}, 'contact.find')).error?.data).toMatchObject({ code: 'INVALID_FIELD' });
    await connectionsAt('UniversalContactServer', 1);
  });

  it('keep their connections when Interaction Server is killed, and lose nothing (BK-1, IXN-10)', async () => {
    const all = desktops.filter(isOpen);
    const askers = all.slice(0, 100);
    const submit = (one: Desktop, n: number): Promise<Said> =>
      one.answered(
        `submit ${n}`,
        { interactionId: `killed-${n}`, media: 'fax', service: 'support' },
        'interaction.submit',
      );
    const early = askers.slice(0, 50).map(submit);
    process.kill(estate.pidOf('InteractionServer'), 'SIGKILL');
    const answers = await Promise.all([...early, ...askers.slice(50).map((one, n) => submit(one, n + 50))]);

    expect(answers.filter(({ error }) => error !== undefined)).toEqual([]);
    const { result } = await all[0]!.answered('all', { media: 'fax' });
    expect((result as { interactions: unknown[] }).interactions).toHaveLength(100);
    expect(all.every(isOpen)).toBe(true);
    await connectionsAt('InteractionServer_Backup', 2);
  }, 40_000);

  it('go to the backup of a proxy that is killed, which takes nobody before (BK-1, BK-4)', async () => {
    const backup = `ws://127.0.0.1:${estate.portBase + 172}/`;
    await expect(Desktop.connect(backup, secret)).rejects.toThrow('503');

    process.kill(estate.pidOf('InteractionServerProxy_1'), 'SIGKILL');
    await operator.view(({ statuses }) => statuses.get('InteractionServerProxy_1_Backup')?.mode === 'primary');
    const one = await eventually('the backup to take desktops', () =>
      Desktop.connect(backup, secret).catch(() => undefined),
    );
    desktops.push(one);

    expect((await one.answered(1)).result).toBeDefined();
    await connectionsAt('InteractionServer_Backup', 2);
  });

  it('are let go when a proxy is stopped gracefully', async () => {
    const others = desktops.filter(isOpen);
    await operator.act('InteractionServerProxy_2', 'stop-gracefully');
    await operator.hasStatus('InteractionServerProxy_2', 'stopped');

    // What the control server says may come before the last desktops have heard theirs.
    const letGo = (): number => others.filter((one) => one.closed?.code === 1001).length;
    await eventually('a hundred desktops to be let go', () => (letGo() >= 100 ? true : undefined));
    await connectionsAt('InteractionServer_Backup', 1);
  });
});
