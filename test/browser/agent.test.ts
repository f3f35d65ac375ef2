import type { BrowserContext, Locator, Page } from 'playwright-core';
import { systemClock } from '@eservices-lb/sdk';
import { describeInBrowser } from './describe-in-browser.js';
import { logIn } from './log-in.js';

describeInBrowser('the agent desktop in the browser', (get) => {
  let contexts: BrowserContext[] = [];
  let problems: string[] = [];

  async function aPerson(): Promise<Page> {
    const context = await get().browser.newContext({ locale: 'en-GB' });
    contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => problems.push(error.message));
    return page;
  }
  async function aCustomer(name: string, service: string, emailAddress = ''): Promise<Page> {
    const page = await aPerson();
    await page.goto(`${get().estate.ready.urls.frontDoor}/chat`);
    await page.getByLabel('Your name').fill(name);
    await page.getByLabel('E-mail address').fill(emailAddress);
    await page.getByLabel('Service').selectOption(service);
    await page.getByRole('button', { name: 'Start chat' }).click();
    await page.getByLabel('Your message').waitFor();
    return page;
  }
  const panel = (agent: Page, name: string): Locator => agent.getByRole('region', { name: `Chat with ${name}` });
  const shown = (where: Page | Locator, text: string): Locator =>
    where.getByRole('log').getByText(text, { exact: true });

  beforeEach(() => ([contexts, problems] = [[], []]));
  afterEach(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    expect(problems).toEqual([]);
  });

  it('holds three chats at once, each with its own customer', async () => {
    const names = ['Ada', 'Grace', 'Radia'];
    const customers = await Promise.all(names.map((name) => aCustomer(name, 'support')));
    const agent = await aPerson();
    await logIn(agent, get());

    for (const name of names) await agent.getByRole('button', { name }).click();
    for (const name of names) {
      await panel(agent, name).getByLabel('Your answer').fill(`Hello ${name}`);
      await panel(agent, name).getByLabel('Your answer').press('Enter');
    }

    for (const [n, customer] of customers.entries()) {
      await shown(customer, `Hello ${names[n]}`).waitFor();
      for (const other of names.filter((name) => name !== names[n])) {
        expect(await shown(customer, `Hello ${other}`).count()).toBe(0);
      }
    }
  });

  it('leaves an agent who writes in one chat there while another one opens', async () => {
    await Promise.all(['Edith', 'Hedy'].map((name) => aCustomer(name, 'support')));
    const agent = await aPerson();
    await logIn(agent, get());
    await agent.getByRole('button', { name: 'Edith' }).click();
    const field = panel(agent, 'Edith').getByLabel('Your answer');
    await field.waitFor();
    let answer = (): void => undefined;
    const isAsked = new Promise<void>((resolve) => {
      void agent.route('**/join', async (route) => {
        resolve();
        await new Promise<void>((release) => (answer = release));
        await route.continue();
      });
    });

    await agent.getByRole('button', { name: 'Hedy' }).click();
    await isAsked;
    await field.pressSequentially('Hello ');
    answer();
    await panel(agent, 'Hedy').waitFor();
    await agent.keyboard.type('Edith');

    expect(await field.inputValue()).toBe('Hello Edith');
    expect(await panel(agent, 'Hedy').getByLabel('Your answer').inputValue()).toBe('');
  });

  it('shows each of two agents the customers of their own tenant only, side by side', async () => {
    await Promise.all([aCustomer('Emmy', 'support'), aCustomer('Lise', 'sales')]);
    const [erin, rita] = [await aPerson(), await aPerson()];
    await logIn(erin, get(), { as: 'erin' });
    await logIn(rita, get(), { as: 'rita' });

    await erin.getByRole('button', { name: 'Emmy' }).waitFor();
    await rita.getByRole('button', { name: 'Lise' }).waitFor();

    expect(await erin.getByRole('button', { name: 'Lise' }).count()).toBe(0);
    expect(await rita.getByRole('button', { name: 'Emmy' }).count()).toBe(0);
    expect(await erin.getByLabel('Tenant').locator('option').allInnerTexts()).toEqual(['Environment']);
  });

  it('has answers at hand by the key "/", sends a link and a file, and hears that its customer has read', async () => {
    const customer = await aCustomer('Marie', 'support');
    const agent = await aPerson();
    await logIn(agent, get());
    await agent.getByRole('button', { name: 'Marie' }).click();
    const field = panel(agent, 'Marie').getByLabel('Your answer');

    await field.press('/');
    await panel(agent, 'Marie').getByLabel('Ready answers').selectOption('Welcome');
    await field.press('Enter');
    await shown(customer, 'Hello, how can I help you?').waitFor();
    await panel(agent, 'Marie').getByText('✓✓ read').first().waitFor();

    await field.fill('https://example.com/manual');
    await panel(agent, 'Marie').getByRole('button', { name: 'Send as link' }).click();
    await customer.getByRole('link', { name: 'https://example.com/manual' }).waitFor();

    const note = { name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('A note') };
    await panel(agent, 'Marie').getByLabel('Attach a file').setInputFiles(note);
    await customer.getByText('note.txt').waitFor();
    const [file] = await Promise.all([
      customer.waitForEvent('download'),
      customer.getByRole('button', { name: 'Download' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('note.txt');
  });

  it('knows of earlier contacts of a customer who says the e-mail address', async () => {
    const first = await aCustomer('Rosalind', 'support', 'rosalind@example.com');
    await first.getByLabel('Your message').fill('My first question');
    await first.getByLabel('Your message').press('Enter');
    await first.getByText('✓ sent').waitFor();
    await first.getByRole('button', { name: 'End chat' }).click();
    await first.getByText('You have ended the chat').waitFor();
    await aCustomer('Rosalind', 'support', 'rosalind@example.com');
    const agent = await aPerson();
    await logIn(agent, get());

    await agent.getByRole('button', { name: 'Rosalind' }).click();

    await panel(agent, 'Rosalind').getByText('Earlier contacts of rosalind@example.com: 1').click();
    await panel(agent, 'Rosalind').getByText('My first question').waitFor();
  });

  it('shows what the Interaction Server has in its queues for this tenant, and how far it is', async () => {
    await aCustomer('Hedy', 'sales');
    const customer = await aPerson();
    await customer.goto(`${get().estate.ready.urls.frontDoor}/chat`);
    await customer.getByLabel('Your name').fill('Mary');
    await customer.getByLabel('What is it about?').fill('My broken scope');
    await customer.getByLabel('Service').selectOption('support');
    await customer.getByRole('button', { name: 'Start chat' }).click();
    await customer.getByLabel('Your message').waitFor();
    const agent = await aPerson();
    await logIn(agent, get());

    await agent.getByText('All interactions').click();
    const list = agent.locator('#interactions').getByRole('listitem');
    const ofMary = list.filter({ hasText: 'My broken scope' });
    await ofMary.getByText('new', { exact: true }).waitFor();
    await agent.getByRole('button', { name: 'Mary' }).click();

    await ofMary.getByText('in progress').waitFor({ timeout: 20_000 });
    expect(await list.filter({ hasText: 'sales' }).count()).toBe(0);
  }, 40_000);

  it('sends again what seemed not to arrive, and it is said once', async () => {
    const customer = await aCustomer('Sophie', 'support');
    const agent = await aPerson();
    await logIn(agent, get());
    await agent.getByRole('button', { name: 'Sophie' }).click();
    const field = panel(agent, 'Sophie').getByLabel('Your answer');
    let isFirst = true;
    await agent.route('**/send', async (route) => {
      const response = await route.fetch();
      const reply = (await response.json()) as object;
      await route.fulfill({ response, json: isFirst ? { ...reply, statusCode: 1, messages: [] } : reply });
      isFirst = false;
    });

    for (const text of ['Only once', 'And then this']) {
      await field.fill(text);
      await field.press('Enter');
    }

    await shown(customer, 'And then this').waitFor();
    expect(await shown(customer, 'Only once').count()).toBe(1);
  });

  it('goes on where it was after a reload, and is gone after the log-out', async () => {
    const customer = await aCustomer('Dorothy', 'support');
    const agent = await aPerson();
    await logIn(agent, get());
    await agent.getByRole('button', { name: 'Dorothy' }).click();
    await panel(agent, 'Dorothy').getByLabel('Your answer').fill('Before');
    await panel(agent, 'Dorothy').getByLabel('Your answer').press('Enter');
    await shown(customer, 'Before').waitFor();

    await agent.reload();
    await shown(panel(agent, 'Dorothy'), 'Before').waitFor();
    await agent.getByRole('button', { name: 'Log out' }).click();

    await agent.getByRole('button', { name: 'Log in' }).waitFor();
    await agent.goto(`${get().estate.ready.urls.frontDoor}/agent`);
    await agent.getByRole('button', { name: 'Log in' }).waitFor();
  });

  it('lists a call to make, and takes it off when it is made', async () => {
    const visitor = await aPerson();
    await visitor.goto(`${get().estate.ready.urls.frontDoor}/callback`);
    await visitor.getByLabel('Your name').fill('Katherine');
    await visitor.getByLabel('Telephone number').fill('+1 213 373 4253');
    await visitor.getByLabel('When').fill(new Date(systemClock.wallClock() + 86_400_000).toISOString().slice(0, 16));
    await visitor.getByLabel('Service').selectOption('support');
    await visitor.getByRole('button', { name: 'Call me back' }).click();
    await visitor.getByText('Your wish is stored.').waitFor();
    const agent = await aPerson();
    await logIn(agent, get());

    const call = agent.getByRole('button', { name: /Katherine/ });
    await call.click();

    await call.waitFor({ state: 'detached' });
  });
});
