import { consoleEstate, hostileName } from './console-estate.js';
import { describeConsole, phone } from './describe-console.js';

describeConsole('the configuration editor', consoleEstate, (get) => {
  it('saves what the form holds, and leaves the rest as it is', async () => {
    const { scs, open } = get();
    const before = scs.world.object('application', 'Chat_1');
    const page = await open('#/edit/application/Chat_1');
    await page.getByRole('textbox', { name: 'Version' }).fill('8.5.1');
    await page.getByLabel('Resources').check();
    await page.getByLabel('Options').fill('{ "chat": { "limit": "5" } }');
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved', { exact: false }).first().waitFor();

    expect(scs.world.object('application', 'Chat_1')).toEqual({
      ...before,
      version: '8.5.1',
      tenants: ['Environment', 'Resources'],
      options: { chat: { limit: '5' } },
    });
  });

  it('shows what is refused beside the field that it names, and loses nothing', async () => {
    const page = await get().open('#/edit/application/Chat_1');
    await page.getByLabel('Host').fill('nowhere');
    await page.getByRole('textbox', { name: 'Version' }).fill('9.0.0');
    await page.getByRole('button', { name: 'Save' }).click();

    await page.getByText(/^Not saved: 1 finding/).waitFor();
    const host = page.getByLabel('Host');
    expect(await host.getAttribute('aria-invalid')).toBe('true');
    expect(await host.evaluate((field) => document.activeElement === field)).toBe(true);
    expect(await page.locator('#field-host-notes').innerText()).toContain('nowhere');
    expect(await page.getByRole('textbox', { name: 'Version' }).inputValue()).toBe('9.0.0');
    expect(get().scs.world.object('application', 'Chat_1').version).toBe('8.1.4');
  });

  it('says where JSON cannot be read, without asking anybody', async () => {
    const page = await get().open('#/edit/application/Chat_1');
    await page.getByLabel('Ports').fill('[{');
    await page.getByRole('button', { name: 'Save' }).click();

    expect(await page.locator('#field-ports-notes').innerText()).toContain('This is no JSON');
  });

  it('checks by the rules of the guide without saving', async () => {
    const page = await get().open('#/edit/application/Web_1');
    await page.getByLabel('Connections').fill('[{ "application": "Stat_1", "portId": "webapi" }]');
    await page.getByRole('button', { name: 'Check' }).click();

    await page.getByText(/findings?; nothing is saved yet\./).waitFor();
    expect(await page.locator('#field-connections-notes').innerText()).toContain('LB-13');
    expect(get().scs.world.object('application', 'Web_1').connections).toHaveLength(4);
  });

  it('shows warnings of what it has saved', async () => {
    const page = await get().open('#/edit/application/Contact_1');
    await page.getByLabel('Resources').check();
    await page.getByLabel('Redundancy').selectOption('cold');
    await page.getByRole('button', { name: 'Save' }).click();

    await page
      .getByText(/^Saved|^Not saved/)
      .first()
      .waitFor();
    expect(await page.getByRole('main').innerText()).toContain('BK-');
  });

  it('shows what somebody else changed meanwhile, and keeps what both changed', async () => {
    const { scs, open } = get();
    const page = await open('#/edit/application/Chat_1');
    await page.getByRole('textbox', { name: 'Version' }).fill('8.5.1');
    await page.getByLabel('Shutdown time-out, s').fill('20');
    const theirs = { ...scs.world.object('application', 'Chat_1'), version: '8.9.9', startupTimeout: 33 };
    scs.world.put('application', theirs);
    await page.getByText('It has changed since you read it.').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();

    await page.getByRole('heading', { name: 'Somebody else has changed it meanwhile' }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Version' }).inputValue()).toBe('8.5.1');
    expect(await page.getByRole('textbox', { name: 'Start-up time-out, s' }).inputValue()).toBe('33');
    expect(scs.world.object('application', 'Chat_1')).toEqual(theirs);
    await page.getByRole('button', { name: 'Take theirs: Version' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Application Chat_1 is saved.').waitFor();

    expect(scs.world.object('application', 'Chat_1')).toEqual({ ...theirs, shutdownTimeout: 20 });
  });

  it('keeps what is not saved yet on the way to another page and back', async () => {
    const page = await get().open('#/edit/host/host_2');
    await page.getByLabel('Address').fill('127.0.0.9');
    await page.getByRole('link', { name: 'Balance' }).click();
    await page.getByRole('heading', { level: 1, name: 'Balance' }).waitFor();
    await page.goBack();

    expect(await page.getByLabel('Address').inputValue()).toBe('127.0.0.9');
    await page.getByRole('button', { name: 'Undo all' }).click();
    await page.getByRole('button', { name: 'Undo all' }).waitFor({ state: 'detached' });
    expect(await page.getByLabel('Address').inputValue()).toBe('127.0.0.1');
  });

  it('adds and deletes an object, with the keyboard alone', async () => {
    const { scs, open } = get();
    const page = await open('#/configuration');
    await page.getByRole('link', { name: 'Add: tenant' }).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Name').focus();
    await page.keyboard.type('Rentals');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Rentals' }).waitFor();
    expect(scs.world.object('tenant', 'Rentals')).toEqual({ dbid: 3, name: 'Rentals', state: 'enabled' });

    await page.goto(`${scs.url}/#/edit/tenant/Rentals`);
    await page.getByRole('button', { name: 'Delete' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Delete Rentals?' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Tenant Rentals is deleted.').waitFor();

    expect(scs.world.has('tenant', 'Rentals')).toBe(false);
  });

  it('does not delete what others refer to, and says who does', async () => {
    const page = await get().open('#/edit/tenant/Resources');
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();

    await page.getByText(/^Not deleted/).waitFor();
    expect(await page.getByRole('region').or(page.locator('section')).first().innerText()).toContain('Web_1');
    expect(get().scs.world.has('tenant', 'Resources')).toBe(true);
  });

  it('shows the findings of the rules, and markup in a name as the text it is', async () => {
    const page = await get().open('#/configuration', phone);
    await page
      .getByRole('heading', { name: /findings? of the rules|The rules of the guide find nothing wrong/ })
      .waitFor();
    await page.getByRole('link', { name: hostileName }).first().waitFor();
    await page.goto(`${get().scs.url}/#/edit/application/${encodeURIComponent(hostileName)}`);
    await page.getByRole('textbox', { name: 'Version' }).waitFor();

    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});
