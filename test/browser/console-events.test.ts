import { consoleEstate, hostileName } from './console-estate.js';
import { describeConsole, phone } from './describe-console.js';

describeConsole('the event log, the balance and the faults of the console', consoleEstate, (get) => {
  it('tells statuses, configuration, hosts, notices and who did what, and filters them', async () => {
    const { scs, open } = get();
    const early = { level: 'warning', code: 'EARLY', message: 'before anybody looked' } as const;
    scs.world.notify(early);
    const page = await open('#/events');
    const rows = page.locator('tbody tr');
    scs.world.report('Chat_1', 'running');
    scs.world.disable('application', 'Chat_2');
    scs.world.reportHost('host_2', 'disconnected');
    scs.world.notify({
      level: 'error',
      code: 'LATE',
      message: 'a late notice',
      objects: [{ kind: 'host', name: 'host_2' }],
    });
    await page.getByText('a late notice').waitFor();
    for (const text of [
      'stopped → running',
      'state: enabled → disabled',
      'running → disconnected',
      'before anybody looked',
    ]) {
      expect(await rows.filter({ hasText: text }).count()).toBe(1);
    }
    await page.getByText('operator (configure) POST /console/session → 200').first().waitFor();

    await page.getByLabel('Level').selectOption('error');
    await rows.filter({ hasText: 'stopped → running' }).waitFor({ state: 'detached' });
    await page.getByLabel('Kind').selectOption('notice');
    await page.getByLabel('Object').fill('HOST_');
    expect(await rows.allInnerTexts()).toEqual([expect.stringContaining('a late notice')]);
    await page.getByLabel('Text').fill('nothing like it');
    await page.getByText('Nothing that matches has happened').waitFor();
  });

  it('stands still while it is paused, and goes on', async () => {
    const { scs, open } = get();
    const page = await open('#/events');
    await page.getByRole('button', { name: 'Pause' }).click();
    scs.world.report('Chat_1', 'running');
    await page.getByText('paused, 1 more since').waitFor();
    expect(await page.getByText('stopped → running').count()).toBe(0);

    await page.getByRole('button', { name: 'Go on' }).click();

    await page.getByText('stopped → running').waitFor();
  });

  it('shows markup in events as the text it is, on a phone too', async () => {
    const { scs, open } = get();
    const page = await open('#/events', phone);
    scs.world.report(hostileName, 'running');
    scs.world.notify({ level: 'info', code: 'MARKUP', message: '<b>bold</b> <script>alert(1)</script>' });
    await page.getByText('<b>bold</b> <script>alert(1)</script>').waitFor();
    await page.getByRole('link', { name: hostileName }).waitFor();

    expect(await page.locator('main img, main b, main script').count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });

  it('shows how new sessions are balanced, as they begin', async () => {
    const { scs, open } = get();
    scs.world.report('Chat_1', 'running', { sessions: 100 });
    scs.world.report('Chat_2', 'running', { sessions: 0 });
    const page = await open('#/balance');
    const line = (name: string) => page.getByRole('region', { name: 'ChatServer' }).getByRole('row', { name });
    await line('Chat_2').getByText('0 %').waitFor();
    scs.world.report('Chat_1', 'running', { sessions: 101 });
    scs.world.report('Chat_2', 'running', { sessions: 3 });

    await line('Chat_2').getByText('75 %').waitFor();
    expect(await line('Chat_1').getByRole('cell', { name: '1', exact: true }).count()).toBe(1);
    scs.world.report('Chat_1', 'stopped');
    scs.world.report('Chat_1', 'running', { sessions: 2 });
    await line('Chat_1').getByText('50 %').waitFor();
  });

  it('begins faults, shows how long they are on, and ends them', async () => {
    const page = await get().open('#/faults');
    await page.getByText('No fault is on').waitFor();
    await page.getByLabel('errors').check();
    await page.getByLabel('Seconds').fill('600');
    await page.getByLabel('Status').fill('502');
    await page.getByRole('button', { name: 'Begin' }).click();
    const on = page.getByRole('region', { name: 'Faults that are on' });
    await on.getByText(/status 502, by operator, \d+ s left/).waitFor();
    expect(get().scs.faults.list).toMatchObject([{ kind: 'errors', durationMs: 600_000, status: 502 }]);

    await on.getByRole('button', { name: 'End errors' }).click();

    await page.getByText('No fault is on').waitFor();
  });

  it('sees the true estate again after events were lost', async () => {
    const { scs, open } = get();
    const page = await open('#/applications/Chat_1');
    scs.faults.begin('drop', { durationMs: 600_000, probability: 1 }, 'a test');
    scs.world.report('Chat_1', 'running');
    scs.faults.endAll();

    await page.getByRole('region', { name: 'Run state' }).getByText('running').waitFor();
  });

  it('does not begin faults for whoever may not configure', async () => {
    const page = await get().open('#/faults', { role: 'operate' });
    await page.getByText('To begin a fault the role configure is needed.').waitFor();

    expect(await page.getByRole('main').getByRole('button').count()).toBe(0);
  });
});
