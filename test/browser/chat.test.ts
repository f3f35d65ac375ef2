import type { Readable } from 'node:stream';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { describeInBrowser } from './describe-in-browser.js';
import { logIn } from './log-in.js';
import { operatorOf } from '../scenarios/operator.js';

describeInBrowser('a chat in the browser', (get) => {
  let contexts: BrowserContext[] = [];
  let problems: string[] = [];

  /** A page of a person of their own, which reports whatever goes wrong in it. */
  async function aPage(path?: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await get().browser.newContext(options);
    contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('dialog', (dialog) => problems.push(`dialog: ${dialog.message()}`));
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) problems.push(message.text());
    });
    if (path !== undefined) await page.goto(`${get().estate.ready.urls.frontDoor}${path}`);
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
    const agent = await aPage();
    await logIn(agent, get());
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

  it('goes on pages without TLS, too, where a browser has less to offer', async () => {
    const customer = await aPage();
    await customer.addInitScript(() => Object.defineProperty(Crypto.prototype, 'randomUUID', { value: undefined }));
    await customer.goto(`${get().estate.ready.urls.frontDoor}/chat`);
    await customer.getByLabel('Your name').fill('Plain');
    await customer.getByRole('button', { name: 'Start chat' }).click();
    await say(customer, 'Your message', 'Hello over plain HTTP');

    await customer.getByText('✓ sent').waitFor();
  });

  it('shows a message once, also where it stands in the chat before its sender has the answer', async () => {
    const customer = await startChat({ name: 'Patient', service: 'support' });
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    await customer.route('**/send', async (route) => {
      const response = await route.fetch();
      await held;
      await route.fulfill({ response });
    });
    await say(customer, 'Your message', 'Only once');

    await customer.getByText('✓ sent').waitFor();
    expect(await shown(customer, 'Only once').count()).toBe(1);
    answer();
    await say(customer, 'Your message', 'And then this');
    await shown(customer, 'And then this').first().waitFor();
    expect(await shown(customer, 'Only once').count()).toBe(1);
    await customer.unrouteAll({ behavior: 'wait' });
  });

  it('cannot be begun before the page is able to begin it', async () => {
    const customer = await aPage();
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    await customer.route('**/chat.js', async (route) => {
      await held;
      await route.continue();
    });
    await customer.goto(`${get().estate.ready.urls.frontDoor}/chat`, { waitUntil: 'commit' });

    expect(await customer.getByLabel('Your name').isDisabled()).toBe(true);
    letGo();
    await customer.getByLabel('Your name').fill('Quick');
    await customer.getByLabel('Your name').press('Enter');

    await customer.getByText('Waiting for an agent').waitFor();
  });

  it('goes both ways between customer and agent', async () => {
    const customer = await startChat({ name: 'Ada', service: 'support' });
    await say(customer, 'Your message', 'Does it work?');

    const agent = await joinAs('Bob', 'Environment', 'Ada');
    await shown(agent, 'Does it work?').waitFor();
    await customer.getByText('You are talking with Bob.').waitFor();
    await say(agent, 'Your answer', 'It does.');
    await shown(customer, 'It does.').waitFor();
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

    const agent = await aPage();
    await logIn(agent, get());
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

  it('goes on, with nothing lost, when its Chat Server is killed while somebody types', async () => {
    const customer = await startChat({ name: 'Radia', service: 'support' });
    await say(customer, 'Your message', 'Before the kill');
    await shown(customer, 'Before the kill').waitFor();
    const agent = await joinAs('Bob', 'Environment', 'Radia');
    await shown(agent, 'Before the kill').waitFor();
    await customer.getByLabel('Your message').fill('In the middle of');
    const alias = await customer.evaluate(
      () => (JSON.parse(sessionStorage.getItem('eservices-lb.chat') ?? '{}') as { alias: string }).alias,
    );
    await using operator = await operatorOf(get().estate);

    process.kill(get().estate.pidOf(operator.applicationOf(alias, 'Environment')), 'SIGKILL');

    for (const page of [customer, agent]) await page.getByText(/The connection was interrupted/).waitFor();
    expect(await customer.getByLabel('Your message').inputValue()).toBe('In the middle of');
    await say(customer, 'Your message', 'In the middle of typing');
    await shown(agent, 'In the middle of typing').waitFor();
    await say(agent, 'Your answer', 'Still here.');
    await shown(customer, 'Still here.').waitFor();
    expect(await shown(customer, 'Before the kill').count()).toBe(1);
    expect(await customer.getByRole('alert').filter({ visible: true }).count()).toBe(0);
  });

  it('is a whole visit on a phone, in German: a place in the queue, a file, a link, the transcript', async () => {
    const customer = await aPage('/chat', {
      ...{ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, locale: 'de-DE' },
    });
    await customer.getByLabel('Ihr Name').fill('Mileva');
    await customer.getByRole('button', { name: 'Chat beginnen' }).click();
    await customer.getByText(/Sie sind (als Nächstes dran|Nummer)/).waitFor();
    await customer.getByLabel('Datei anhängen').setInputFiles({
      ...{ name: 'rechnung <1>.txt', mimeType: 'text/plain', buffer: Buffer.from('Betrag: 12 Euro') },
    });
    await customer.getByText(/rechnung .*1.*\.txt/).waitFor();
    const [file] = await Promise.all([
      customer.waitForEvent('download'),
      customer.getByRole('button', { name: 'Herunterladen' }).click(),
    ]);
    expect(await file.createReadStream().then(textOf)).toBe('Betrag: 12 Euro');

    await say(customer, 'Ihre Nachricht', 'Siehe https://example.com/rechnung. Stimmt das?');
    const link = customer.getByRole('link', { name: 'https://example.com/rechnung' });
    expect(await link.getAttribute('rel')).toContain('noopener');
    const [transcript] = await Promise.all([
      customer.waitForEvent('download'),
      customer.getByRole('button', { name: 'Verlauf speichern' }).click(),
    ]);
    expect(await transcript.createReadStream().then(textOf)).toContain('Mileva: Siehe https://example.com/rechnung.');
    expect(await customer.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });

  it('keeps what is being written over a reload', async () => {
    const customer = await startChat({ name: 'Emmy', service: 'support' });
    await customer.getByLabel('Your message').fill('Half a senten');

    await customer.reload();

    await customer.getByText('Waiting for an agent').waitFor();
    expect(await customer.getByLabel('Your message').inputValue()).toBe('Half a senten');
  });

  it('refuses a file that is not what it says, in words', async () => {
    const customer = await startChat({ name: 'Mallory', service: 'support' });
    await customer.getByLabel('Attach a file').setInputFiles({
      ...{ name: 'holiday.png', mimeType: 'image/png', buffer: Buffer.from('<script>alert(1)</script>') },
    });

    await customer.getByText('Files of this kind are not accepted.').waitFor();
  });
});

async function textOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
