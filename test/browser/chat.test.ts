import type { BrowserContext, Page } from 'playwright-core';
import { systemClock } from '@eservices-lb/sdk';
import { describeInBrowser } from './describe-in-browser.js';

describeInBrowser('a chat in the browser', (get) => {
  let contexts: BrowserContext[] = [];
  let problems: string[] = [];

  /** A page of a person of their own, which reports whatever goes wrong in it. */
  async function aPage(path: string, url = get().estate.ready.urls.frontDoor): Promise<Page> {
    const context = await get().browser.newContext();
    contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('dialog', (dialog) => problems.push(`dialog: ${dialog.message()}`));
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) problems.push(message.text());
    });
    await page.goto(`${url}${path}`);
    return page;
  }

  async function startChat({
    name,
    service,
    tenant,
  }: {
    name: string;
    service: string;
    tenant?: string;
  }): Promise<Page> {
    const customer = await aPage('/chat');
    await customer.getByLabel('Your name').fill(name);
    await customer.getByLabel('Service').selectOption(service);
    if (tenant !== undefined) await customer.getByLabel('Tenant').selectOption(tenant);
    await customer.getByRole('button', { name: 'Start chat' }).click();
    await customer.getByText('Waiting for an agent').waitFor();
    return customer;
  }

  async function joinAs(agentName: string, tenant: string, customerName: string): Promise<Page> {
    const agent = await aPage('/agent');
    await agent.getByLabel('Tenant').selectOption(tenant);
    await agent.getByLabel('Your name').fill(agentName);
    await agent.getByRole('button', { name: customerName }).click();
    return agent;
  }

  const say = async (page: Page, field: string, text: string): Promise<void> => {
    await page.getByLabel(field).fill(text);
    await page.getByLabel(field).press('Enter');
  };
  const shown = (page: Page, text: string) => page.getByRole('log').getByText(text, { exact: true });

  beforeEach(() => {
    contexts = [];
    problems = [];
  });
  afterEach(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    expect(problems).toEqual([]);
  });

  it('goes both ways between customer and agent, and the answer is there within a second', async () => {
    const customer = await startChat({ name: 'Ada', service: 'support' });
    await say(customer, 'Your message', 'Does it work?');

    const agent = await joinAs('Bob', 'Environment', 'Ada');
    await shown(agent, 'Does it work?').waitFor();
    await customer.getByText('You are talking with Bob.').waitFor();
    const sent = systemClock.now();
    await say(agent, 'Your answer', 'It does.');
    await shown(customer, 'It does.').waitFor();

    expect(systemClock.now() - sent).toBeLessThan(1_000);
  });

  it('shows markup that somebody writes as the text it is', async () => {
    const attack = '<img src=x onerror="alert(1)"><b>bold</b>';
    const customer = await startChat({ name: '<i>Eve</i>', service: 'support' });
    await say(customer, 'Your message', attack);

    const agent = await joinAs('Bob', 'Environment', '<i>Eve</i>');
    await shown(agent, attack).waitFor();
    await say(agent, 'Your answer', attack);
    await shown(customer, attack).nth(1).waitFor();

    for (const page of [customer, agent]) {
      expect(await page.locator('main img, main b, main i').count()).toBe(0);
    }
  });

  it('survives a reload, on whichever web node the page arrives', async () => {
    const customer = await startChat({ name: 'Grace', service: 'support' });
    await say(customer, 'Your message', 'Before the reload');
    await shown(customer, 'Before the reload').waitFor();

    await customer.reload();
    await shown(customer, 'Before the reload').waitFor();
    await say(customer, 'Your message', 'After the reload');

    await shown(customer, 'After the reload').waitFor();
    expect(await shown(customer, 'Before the reload').count()).toBe(1);
  });

  it('is seen by agents of its own tenant only', async () => {
    await startChat({ name: 'Mary', service: 'open', tenant: 'Resources' });

    const agent = await aPage('/agent');
    await agent.getByLabel('Tenant').selectOption('Resources');
    await agent.getByRole('button', { name: 'Mary' }).waitFor();
    const work = agent.waitForResponse(/work\?tenant=Environment/);
    await agent.getByLabel('Tenant').selectOption('Environment');
    await work;

    expect(await agent.getByRole('button', { name: 'Mary' }).count()).toBe(0);
  });

  it('says calmly that it has ended', async () => {
    const customer = await startChat({ name: 'Joan', service: 'sales' });
    const agent = await joinAs('Bob', 'Resources', 'Joan');
    await customer.getByText('You are talking with Bob.').waitFor();

    await customer.getByRole('button', { name: 'End chat' }).click();

    await customer.getByText('You have ended the chat. Thank you.').waitFor();
    await agent.getByRole('region', { name: 'Chat with Joan' }).getByText('Joan left').waitFor();
    await customer.getByRole('button', { name: 'Start a new chat' }).click();
    await customer.getByRole('button', { name: 'Start chat' }).waitFor();
  });

  it('says plainly that it is over when its Chat Server is killed', async () => {
    const customer = await startChat({ name: 'Radia', service: 'support' });
    await customer.getByRole('link', { name: 'Where is this chat served?' }).click();
    const { estate } = get();
    const served = await customer
      .locator('#live')
      .getByText(/^It leads to/)
      .innerText();
    const application = /ChatServer_\d/.exec(served)?.[0] ?? '';
    await customer.goBack();
    await customer.getByText('Waiting for an agent').waitFor();

    process.kill(estate.pidOf(application), 'SIGKILL');

    await customer.getByText('This chat is over, or it is not yours.').waitFor();
  });
});
