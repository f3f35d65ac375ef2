import type { Page } from 'playwright-core';
import { anEstate } from '../mock-scs/small-estate.js';
import { consoleEstate, hostileName } from './console-estate.js';
import { describeConsole, phone } from './describe-console.js';

const box = (page: Page, name: string) => page.locator('svg.topology a.box', { hasText: name }).first();

describeConsole('the topology of the console', consoleEstate, (get) => {
  it('shows every application, host and tenant, with its state in words and in shape, and follows it live', async () => {
    const page = await get().open('#/topology');
    await box(page, 'Chat_1').waitFor();
    expect(await box(page, 'Chat_1').getAttribute('aria-label')).toContain('Chat_1, ChatServer, stopped');

    get().scs.world.report('Chat_1', 'running');

    await page.getByRole('link', { name: /^Chat_1, ChatServer, running/ }).waitFor();
    for (const name of ['Environment', 'Resources', 'localhost', 'host_2', 'Emails', 'Contact_2']) {
      expect(await box(page, name).count()).toBe(1);
    }
  });

  it('shows what a server reaches for a tenant, and for the rest why not', async () => {
    const { scs, open } = get();
    for (const name of ['Chat_1', 'Chat_2', 'Email_1', 'Stat_1']) scs.world.report(name, 'running');
    const page = await open('#/topology');
    await page.getByLabel('Seen from').selectOption('Web_1');
    await page.getByLabel('For tenant').selectOption('Environment');

    const reach = page.locator('section.reach');
    await reach.getByRole('heading', { name: 'Web_1 reaches 3 of 7 servers for tenant Environment' }).waitFor();
    expect(
      await page
        .locator('a.box.reached')
        .evaluateAll((all) => all.map((each) => each.getAttribute('data-name')).sort()),
    ).toEqual(['Chat_1', 'Email_1', 'Emails', 'Stat_1']);
    expect(await box(page, 'Chat_2').getAttribute('aria-label')).toContain('not assigned to tenant Environment');
    await reach.getByText('not on the Connections of Web_1 (2)').waitFor();

    scs.world.report('Chat_1', 'service-unavailable');
    await reach.getByRole('heading', { name: 'Web_1 reaches 2 of 7' }).waitFor();
    await page.reload();
    await reach.getByRole('heading', { name: 'Web_1 reaches 2 of 7' }).waitFor();
  });

  it('is walked through with the keyboard, and Enter opens the page of an application', async () => {
    const page = await get().open('#/topology');
    await box(page, 'Web_1').waitFor();
    const names: (string | null)[] = [];
    await page.getByLabel('For tenant').focus();
    for (let count = 0; count < 40; count += 1) {
      await page.keyboard.press('Tab');
      names.push(await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null));
      if (names.at(-1)?.startsWith('Chat_1,') === true) break;
    }

    expect(names.findIndex((name) => name?.startsWith('Web_1,'))).toBeGreaterThan(-1);
    expect(names.at(-1)).toContain('Chat_1, ChatServer');
    const outline = await box(page, 'Chat_1')
      .locator('.frame')
      .evaluate((frame) => getComputedStyle(frame).strokeWidth);
    expect(outline).toBe('3px');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Chat_1' }).waitFor();
  });

  it('keeps the focus where it is while the estate changes', async () => {
    const page = await get().open('#/topology');
    await box(page, 'Chat_2').focus();

    get().scs.world.report('Chat_1', 'running');
    await page.getByRole('link', { name: /^Chat_1, ChatServer, running/ }).waitFor();

    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-name'))).toBe('Chat_2');
  });

  it('groups by host, and filters', async () => {
    const page = await get().open('#/topology');
    await page.getByLabel('Group by').selectOption('host');
    await page.getByRole('button', { name: 'host_2, host connected, 1 application' }).waitFor();

    await page.getByLabel('Filter').fill('chat_');

    await box(page, 'Contact_1').waitFor({ state: 'detached' });
    expect(await page.locator('a.box').count()).toBe(2);
  });

  it('opens and closes groups with the keyboard', async () => {
    const page = await get().open('#/topology');
    const head = page.getByRole('button', { name: /^ChatServer, 3 applications, 3 stopped/ });
    await head.focus();
    await page.keyboard.press('Enter');

    await box(page, 'Chat_1').waitFor({ state: 'detached' });
    expect(await head.getAttribute('aria-expanded')).toBe('false');
  });

  it('shows markup in a name as the text it is', async () => {
    const page = await get().open('#/topology');
    await box(page, hostileName.slice(0, 8)).waitFor();
    await page.getByLabel('Show as').selectOption('list');
    await page.getByRole('link', { name: hostileName }).waitFor();

    expect(await page.locator('main img').count()).toBe(0);
  });

  it('is a list on a phone, which does not scroll sideways', async () => {
    const page = await get().open('#/topology', phone);
    await page.getByRole('link', { name: 'Chat_1', exact: true }).waitFor();

    expect(await page.locator('svg.topology').count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});

const thousands = () =>
  anEstate({
    hosts: Array.from({ length: 100 }, (_each, index) => ({
      dbid: index + 1,
      name: `host_${index}`,
      address: '127.0.0.1',
    })),
    applications: Array.from({ length: 10_000 }, (_each, index) => ({
      ...{ name: `Chat_${index}`, host: `host_${index % 100}`, simulated: true },
      ports: [{ id: 'webapi', port: 20_000 + Math.floor(index / 100) }],
    })),
  });

describeConsole('the topology of 10,000 applications', thousands, (get) => {
  it('counts them, and draws a few hundred boxes at most', async () => {
    const page = await get().open('#/topology');
    const group = page.getByRole('button', { name: /^ChatServer, 10,000 applications, 10,000 stopped/ });
    await group.waitFor();
    expect(await page.locator('a.box').count()).toBeLessThan(400);

    for (let index = 0; index < 1000; index += 1) get().scs.world.report(`Chat_${index}`, 'running');
    await page
      .getByRole('button', { name: /^ChatServer, 10,000 applications, 9,000 stopped, 1,000 running/ })
      .waitFor();
    await page.getByLabel('Filter').fill('chat_77');

    await page.getByText('71 more: filter to see them').waitFor();
    expect(await page.locator('a.box').count()).toBe(40);
  });
});
