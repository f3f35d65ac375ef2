import { consoleEstate, hostileName } from './console-estate.js';
import { describeConsole, phone } from './describe-console.js';
import { untilStatus } from '../mock-scs/until-status.js';

describeConsole('the pages of applications, hosts and tenants', consoleEstate, (get) => {
  it('does what is asked of an application, and shows what becomes of it', async () => {
    const { scs, open } = get();
    const page = await open('#/applications/Chat_1');
    const runState = page.getByRole('region', { name: 'Run state' });
    await runState.getByText('stopped').waitFor();

    await page.getByRole('button', { name: 'Start' }).click();
    await runState.getByText('running').waitFor();
    await page.getByText('Start: asked of Chat_1.').waitFor();
    const events = page.getByRole('region', { name: 'Last events' });
    await events.getByText('start-pending → initializing').waitFor();
    await page.getByRole('button', { name: 'Service unavailable' }).click();
    await runState.getByText('service unavailable').waitFor();
    await page.getByRole('button', { name: 'Available', exact: true }).click();
    await untilStatus(scs.world, 'Chat_1', 'running');
    await page.getByRole('button', { name: 'Suspend' }).click();
    await untilStatus(scs.world, 'Chat_1', 'suspended');
    await page.getByRole('button', { name: 'Resume' }).click();
    await untilStatus(scs.world, 'Chat_1', 'running');
    await page.getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('region', { name: 'Configuration' }).getByText('disabled').waitFor();
    await page.getByRole('button', { name: 'Stop gracefully' }).click();
    await untilStatus(scs.world, 'Chat_1', 'stopped');
    await events.getByText('stop-pending → stopped').waitFor();
    await events.getByText('state: enabled → disabled').waitFor();
  });

  it('says of every action that is impossible now, why', async () => {
    const page = await get().open('#/applications/Chat_1');
    const resume = page.getByRole('button', { name: 'Resume' });
    await page.getByRole('button', { name: 'Start' }).waitFor();

    expect(await resume.isDisabled()).toBe(true);
    expect(await page.locator(`#${(await resume.getAttribute('aria-describedby')) ?? ''}`).innerText()).toBe(
      'It is stopped.',
    );
    get().scs.world.reportHost('localhost', 'disconnected');
    await page.getByText('The Local Control Agent of localhost is not connected.').first().waitFor();
    expect(await page.getByRole('button', { name: 'Start' }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Disable' }).isEnabled()).toBe(true);
  });

  it('asks before it kills', async () => {
    const { scs, open } = get();
    scs.world.report('Chat_1', 'running', { load: 3 });
    const page = await open('#/applications/Chat_1');
    await page.getByRole('button', { name: 'Kill' }).click();
    const dialog = page.getByRole('dialog', { name: 'Kill: Chat_1?' });
    await dialog.getByText('Its work (a load of 3) is lost at once.').waitFor();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    expect(scs.world.status('Chat_1').status).toBe('running');

    await page.getByRole('button', { name: 'Kill' }).click();
    await dialog.getByRole('button', { name: 'Kill' }).click();

    await untilStatus(scs.world, 'Chat_1', 'stopped');
  });

  it('switches a pair over, and shows who serves', async () => {
    const { scs, open } = get();
    for (const name of ['Contact_1', 'Contact_2']) scs.world.report(name, 'running');
    const page = await open('#/applications/Contact_1');
    const runState = page.getByRole('region', { name: 'Run state' });
    await runState.getByText('primary; its backup is').waitFor();
    await page.getByRole('button', { name: 'Switch over' }).click();

    await runState.locator('dd').getByText('backup', { exact: true }).waitFor();
    expect(scs.world.status('Contact_2').mode).toBe('primary');
  });

  it('says which tenants are effective after restart (MT-4)', async () => {
    const { scs, open } = get();
    const contacts = scs.world.object('application', 'Contact_1');
    scs.world.put('application', { ...contacts, tenants: ['Environment', 'Resources'] });
    scs.world.report('Contact_1', 'running', { tenants: ['Environment'] });
    const page = await open('#/applications/Contact_1');

    await page.getByText('A change of the tenants is effective after restart (MT-4).').waitFor();
    const cells = await page.getByRole('row', { name: 'Resources' }).getByRole('cell').allInnerTexts();
    expect(cells).toEqual(['yes, effective after restart', 'no']);
  });

  it('shows no action to whoever may only read', async () => {
    const page = await get().open('#/applications/Chat_1', { role: 'read' });
    await page.getByRole('region', { name: 'Run state' }).waitFor();
    expect(await page.getByRole('main').getByRole('button').count()).toBe(0);

    await page.goto(`${get().scs.url}/#/applications`);
    await page
      .getByRole('cell', { name: 'localhost' })
      .or(page.getByRole('cell', { name: '127.0.0.1:8111' }))
      .first()
      .waitFor();
    expect(await page.getByRole('link', { name: /^Add/ }).count()).toBe(0);
  });

  it('shows actions, but no editing, to whoever may operate', async () => {
    const page = await get().open('#/applications/Chat_1', { role: 'operate' });
    await page.getByRole('button', { name: 'Start' }).click();
    await untilStatus(get().scs.world, 'Chat_1', 'running');

    await page.getByRole('link', { name: 'Show configuration' }).click();
    await page.getByText('To change it the role configure is needed.').waitFor();
    expect(await page.getByLabel('Version').isDisabled()).toBe(true);
  });

  it('disconnects and reconnects a host, whose applications become unknown and come back', async () => {
    const { scs, open } = get();
    scs.world.report('Contact_2', 'running');
    const page = await open('#/hosts');
    await page.getByRole('link', { name: 'host_2' }).click();
    await page.getByRole('button', { name: 'Disconnect' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
    await page.getByRole('region', { name: 'Applications' }).getByText('1 unknown').waitFor();
    await page.getByRole('button', { name: 'Reconnect' }).click();

    await page.getByRole('region', { name: 'Applications' }).getByText('1 running').waitFor();
  });

  it('disables and enables a tenant', async () => {
    const page = await get().open('#/tenants');
    await page.getByRole('link', { name: 'Resources' }).click();
    await page.getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('region', { name: 'State' }).getByText('disabled').waitFor();
    expect(get().scs.world.object('tenant', 'Resources').state).toBe('disabled');

    await page.getByRole('button', { name: 'Enable' }).click();
    await page.getByRole('region', { name: 'State' }).getByText('enabled').waitFor();
  });

  it('lists applications, finds some, and shows markup in a name as the text it is', async () => {
    const page = await get().open('#/applications', phone);
    await page.getByText('0 of 8 applications running').waitFor();
    await page.getByLabel('Name, type, host or tenant').fill('IMG');
    await page.getByText('1 application found').waitFor();
    await page.getByRole('link', { name: hostileName }).click();
    await page.getByRole('heading', { level: 1, name: hostileName }).waitFor();

    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});
