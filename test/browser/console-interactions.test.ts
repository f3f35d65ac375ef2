import fc from 'fast-check';
import type { Locator, Page } from 'playwright-core';
import { readNumberList } from '../../packages/sdk/src/core/rules/number-intervals.js';
import type { NumberInterval } from '../../packages/sdk/src/core/rules/number-intervals.js';
import { describeConsole, phone } from './describe-console.js';
import { exampleWorks } from './example-works.js';
import { interactionsEstate } from './interactions-estate.js';
import { ShowingApplications } from './showing-applications.js';
import { violationsOf } from './violations-of.js';

const hostile = '<img src=x onerror=alert(1)>';
const part = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });

describeConsole('the page of interactions', interactionsEstate, (get) => {
  const applications = new ShowingApplications();
  afterEach(() => applications.closeAll());

  async function openWithAll(options = {}): Promise<Page> {
    await applications.showAll(get().scs, exampleWorks);
    const page = await get().open('#/interactions', options);
    await part(page, 'Queues').getByText('10,003 waiting').waitFor();
    return page;
  }

  it('shows queues, routing servers by strategies with what is pending, resubmitted and missing, and services (IXN-1 to IXN-4)', async () => {
    const page = await openWithAll();
    const items = await part(page, 'Queues').getByRole('listitem').allInnerTexts();

    expect(items.map((text) => text.replaceAll(/\s+/g, ' '))).toEqual([
      'incoming Environment · strategy A 10,000',
      'done Environment · for agents 3',
    ]);
    await part(page, 'Queues')
      .getByText('40 wait for strategy B of Environment: No routing server is connected.')
      .waitFor();

    const matrix = part(page, 'Strategies and routing servers');
    const rows = await matrix
      .getByRole('row')
      .evaluateAll((all) => all.map(({ children }) => [...children].map(({ textContent }) => textContent)));

    expect(rows.slice(1)).toEqual([
      ['A Environment', 'loaded 6,170 given', '–not activated', '–'],
      ['B Environment', '–not activated', 'loaded', '40'],
      ['C Environment', 'loaded', 'activated, not loaded', '–'],
      ['Pending', '1,234', '0', ''],
      ['Resubmitted', '0', '431', ''],
    ]);
    await matrix.getByText('2 of 2 routing servers connected').waitFor();
    await matrix.getByText('URS_2 takes no part: it gets no interactions.').waitFor();
    await matrix.getByText('Set the option of "URS_2" to true.').waitFor();

    const services = part(page, 'External services (ESP)');

    await services.getByText('512 requests, 30 failed').waitFor();
    expect(await services.getByRole('listitem').filter({ hasText: 'Fax_1' }).innerText()).toMatch(
      /running\s+send\s+512\s+✕ 30 failed/,
    );
    expect(await services.getByRole('listitem').filter({ hasText: 'Fax_2' }).innerText()).toMatch(/not asked/);
  });

  it('shows databases, Capture Points, SMS numbers with overlaps and gaps, feeds and training jobs (IXN-8, IXN-9, CP-1, SMS-2, BK-3)', async () => {
    const page = await openWithAll();
    const databases = part(page, 'Database Access Points');
    const picture = databases.getByRole('img', {
      name: /^DAP_1 leads to Interactions \(3f9c1b52-aa01\); DAP_2 leads to another database/,
    });

    expect(await picture.locator('text').allInnerTexts()).toEqual([]);
    expect(await picture.locator('text').allTextContents()).toEqual(
      expect.arrayContaining(['DAP_1', 'in use', 'Interactions', '3f9c1b52-aa01', 'another database', '▲ Archive']),
    );
    await databases.getByText('It leads to "Archive"; the server goes on with "Interactions".').waitFor();
    await databases.getByText('120,345 statements').waitFor();

    expect(await part(page, 'Capture Points').getByRole('row', { name: /Files/ }).innerText()).toMatch(
      /Files file\s+running\s+1,204\s+▲ 2/,
    );
    const numbers = part(page, 'SMS numbers');
    await numbers.getByText('Gap: +1510 of Environment is to be served, and no SMS Server takes it.').waitFor();
    await numbers.getByText('Overlap: +16501 is taken by SMS_1 and SMS_2.').waitFor();
    await numbers.getByText('takes +1650 · 30,120 received · 30,000 submitted · 120 waiting').waitFor();
    await part(page, 'Social messaging').getByText('40 received · 41 submitted').waitFor();
    await part(page, 'Social messaging').getByRole('listitem').getByText('mentions').waitFor();
    await part(page, 'Training jobs').getByText('Round 3 of 10').waitFor();
  });

  it('shows how many clients come through how few connections, and advises proxies beyond 10,000 direct ones (PX-1, PX-2)', async () => {
    const page = await openWithAll();
    const proxies = part(page, 'Proxies');
    await proxies
      .getByRole('img', { name: '2,000 clients through 2 proxies: 1 connection at Interaction; 11 others directly.' })
      .waitFor();
    expect(await proxies.getByText('performance trouble').count()).toBe(0);

    await applications.show(get().scs, 'Interaction', { ...exampleWorks.Interaction, clients: 10_412 }, 10_412);

    await proxies
      .getByText('10,411 clients come directly, and above 10,000 performance trouble is to be expected')
      .waitFor();
    await part(page, 'What the rules say').getByText('it has 10,412 direct clients').waitFor();
  });

  it('follows what is shown anew, and says who has ended', async () => {
    const page = await openWithAll();
    const queues = [{ tenant: 'Environment', queue: 'incoming', strategy: 'A', waiting: 7 }];
    await applications.show(get().scs, 'Interaction', { ...exampleWorks.Interaction, queues });
    await part(page, 'Queues').getByText('7 waiting').waitFor();

    await applications.close('Interaction');

    await part(page, 'Queues').getByText('Queues are seen here as soon as an Interaction Server serves.').waitFor();
    await part(page, 'Interaction Server')
      .getByText('It is not running: start it to see what it does.')
      .first()
      .waitFor();
    expect(await page.getByRole('main').innerText()).not.toMatch(/undefined|NaN|\[object/);
  });

  it('says in sentences what to start while nothing runs', async () => {
    const page = await get().open('#/interactions');
    await part(page, 'Interaction Server')
      .getByText('It is not running: start it to see what it does.')
      .first()
      .waitFor();
    await part(page, 'Database Access Points').getByText('This is how it is configured').waitFor();
    await part(page, 'Proxies').getByText('1 proxy of Interaction, of which nothing is known yet').first().waitFor();

    expect(await page.getByRole('main').innerText()).not.toMatch(/undefined|NaN|\[object/);
  });

  it('says of a primary whose database does not answer that it does not serve, and shows what is lost (IXN-8)', async () => {
    const problem = 'Nobody answers at 127.0.0.1:8211.';
    await applications.show(get().scs, 'Interaction', {
      ...{ kind: 'interaction-server', isPrimary: false, database: { name: 'Interactions', isConfirmed: true } },
      databaseAccessPoints: [{ application: 'DAP_1', state: 'lost', statements: 3, problem }],
    });
    const page = await get().open('#/interactions');

    await part(page, 'Interaction Server').getByText('primary, but it does not serve').waitFor();
    await part(page, 'Database Access Points').getByText(problem).waitFor();
    await part(page, 'Database Access Points').getByText('has lost Interactions: the others carry on').waitFor();
  });

  it('shows the new primary after a switchover, which may not write before an operator confirms (IXN-9)', async () => {
    const { scs } = get();
    const problem = 'It does not write before an operator confirms "Archive".';
    await applications.show(scs, 'Interaction_B', { kind: 'interaction-server', isPrimary: false });
    const page = await openWithAll();
    await part(page, 'Interaction Server').getByText('backup, it waits').waitFor();

    await applications.close('Interaction');
    await applications.show(scs, 'Interaction_B', {
      ...{ kind: 'interaction-server', isPrimary: true, database: { isConfirmed: false, problem } },
      queues: [{ tenant: 'Environment', queue: 'incoming', waiting: 8 }],
    });

    await part(page, 'Queues').getByText('8 waiting').waitFor();
    await part(page, 'Interaction Server').getByText(problem).waitFor();
  });

  it.each([
    ['light, on a desktop', { colorScheme: 'light', viewport: { width: 1280, height: 800 } }],
    ['dark, on a phone', { colorScheme: 'dark', ...phone }],
  ] as const)('%s has nothing that axe finds fault with, and fits the screen', async (_look, options) => {
    const page = await openWithAll({ ...options, bypassCSP: true });
    await part(page, 'What the rules say').getByText('findings').waitFor();

    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(options.viewport.width);
  });

  it('is reached by its name and with the keyboard, and shows long lists by parts', async () => {
    const { scs } = get();
    const queues = Array.from({ length: 200 }, (_each, index) => ({
      ...{ tenant: 'Environment', queue: `queue ${index}`, waiting: 200 - index },
    }));
    await applications.show(scs, 'Interaction', { kind: 'interaction-server', isPrimary: true, queues });
    const page = await get().open('interactions');
    const shown = part(page, 'Queues').getByRole('listitem');
    await shown.first().waitFor();
    expect(await shown.count()).toBe(10);

    await part(page, 'Queues').getByRole('button', { name: 'Show more: 190 queues left' }).focus();
    await page.keyboard.press('Enter');

    await part(page, 'Queues').getByRole('button', { name: 'Show more: 140 queues left' }).waitFor();
    expect(await shown.count()).toBe(60);
    expect(
      await page.getByRole('navigation').getByRole('link', { name: 'Interactions' }).getAttribute('aria-current'),
    ).toBe('page');
  });

  it('shows what any application shows, in terms and tables, on the page of the application', async () => {
    const { scs, open } = get();
    const lines = Array.from({ length: 25 }, (_each, index) => ({ line: `line ${index}`, pagesSent: 1000 + index }));
    await applications.show(scs, 'Fax_1', {
      kind: 'fax',
      sentToday: 12_345,
      isBusy: false,
      modem: { speed: 9600 },
      lines,
    });
    const page = await open('#/applications/Fax_1');
    const work = part(page, 'Work');
    await work.getByText('12,345').waitFor();

    expect((await work.innerText()).replaceAll(/\s+/g, ' ')).toMatch(
      /^Work Sent today 12,345 Is busy no Modem Speed 9,600 Lines Line Pages sent line 0 1,000 line 1 1,001 .* and 5 more$/i,
    );
    await applications.show(scs, 'Fax_1', { kind: 'fax', sentToday: 7 });
    await work.getByText('7', { exact: true }).waitFor();
    await applications.close('Fax_1');
    await work.getByText('It is not running: start it to see what it does.').waitFor();
  });

  it('asks for nothing while it is out of sight, nor after it is left', async () => {
    const page = await openWithAll();
    await page.clock.install();
    await page.reload();
    await part(page, 'Queues').getByText('10,003 waiting').waitFor();
    let requests = 0;
    page.on('request', (request) => (requests += request.url().endsWith('/api/v1/work') ? 1 : 0));
    await setHidden(page, true);
    await page.clock.fastForward(5_000);
    const whileHidden = requests;
    await setHidden(page, false);
    await page.waitForRequest(/\/api\/v1\/work$/);
    await page.getByRole('link', { name: 'Hosts' }).click();
    await page.getByRole('heading', { level: 1, name: 'Hosts' }).waitFor();
    requests = 0;
    await page.clock.fastForward(5_000);

    expect([whileHidden, requests]).toEqual([0, 0]);
  });
});

describeConsole('the numbers of the page of interactions', interactionsEstate, (get) => {
  it('are read as the rules read them (property, SMS-2)', async () => {
    const digits = fc.stringMatching(/^[0-9]{1,16}$/);
    const item = fc.oneof(
      digits.map((each) => `+${each}`),
      fc.tuple(digits, digits).map(([from, to]) => `+${from} - +${to.slice(0, from.length)}`),
      fc.string({ maxLength: 6 }),
    );
    const lists = fc.sample(fc.array(item, { maxLength: 4 }), 300).map((items) => items.join(', '));
    const page = await get().open('#/hosts');
    const read = await page.evaluate(async (texts) => {
      const file = '/interactions/number-intervals.js';
      const { intervalsIn } = (await import(file)) as { intervalsIn: (text: string) => readonly NumberInterval[] };
      return texts.map(intervalsIn);
    }, lists);

    expect(read).toEqual(lists.map((list) => readNumberList(list).intervals));
  });
});

const setHidden = (page: Page, isHidden: boolean): Promise<void> =>
  page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
    document.dispatchEvent(new Event('visibilitychange'));
  }, isHidden);

describeConsole('what hostile or broken applications show', interactionsEstate, (get) => {
  const applications = new ShowingApplications();
  afterEach(() => applications.closeAll());

  const long = 'x'.repeat(5_000);
  const shapes: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
    ['nothing', { kind: 'interaction-server' }],
    [
      'markup and endless words',
      JSON.parse(
        JSON.stringify(exampleWorks.Interaction)
          .replaceAll(
            /"(Environment|incoming|A|B|C|URS_1|Faxes|Fax_1|DAP_1|Files|in use|3f9c1b52-aa01|running)"/g,
            JSON.stringify(hostile),
          )
          .replaceAll('No routing server is connected.', long),
      ) as Record<string, unknown>,
    ],
    [
      'other kinds of values',
      Object.fromEntries(
        Object.keys(exampleWorks.Interaction).map((name, index) => [
          name,
          [null, 7, 'text', true, [[]], [null], [{}], { a: {} }][index % 8],
        ]),
      ),
    ],
    [
      'records without fields, and impossible figures',
      {
        ...{ kind: 'interaction-server', isPrimary: true, clients: -5, database: null, workflow: [], switches: [{}] },
        queues: [
          {},
          null,
          { queue: '', waiting: '12' },
          { queue: 'negative', waiting: -3 },
          { queue: 'endless', waiting: 1e300 },
        ],
        unrouted: [{}],
        routingServers: [
          {},
          { application: 'URS_9', strategies: [{ name: 'Z' }, 7], missing: 'no list', pending: null },
        ],
        services: [{}, { service: 'Faxes', instances: [{}, { application: 'Nobody', failures: 4 }] }],
        databaseAccessPoints: [{}, { application: 'DAP_1' }, { application: 'DAP_9', state: 'upside down' }],
        capturePoints: [{}, { application: 'Files', state: 'odd' }],
      },
    ],
  ];

  it.each(shapes)('%s: is drawn as far as it goes, here and on the page of the application', async (_what, work) => {
    const { scs, open } = get();
    await applications.show(scs, 'Interaction', work);
    for (const application of ['URS_1', 'SMS_1', 'Social', 'Proxy', 'Training'])
      await applications.show(scs, application, {
        ...work,
        kind: 'training-server',
        jobs: [{}, { name: hostile }],
        feeds: [hostile, {}],
        upstream: 7,
      });
    const page = await open('#/interactions', phone);
    await part(page, 'Interaction Server')
      .getByText(/it serves|it waits/)
      .first()
      .waitFor();
    const text = await page.getByRole('main').innerText();

    expect(text).not.toMatch(/undefined|NaN|\[object|null/);
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);

    await page.goto(`${scs.url}/#/applications/Interaction`);
    await part(page, 'Work').waitFor();
    expect(await part(page, 'Work').innerText()).not.toMatch(/undefined|NaN|\[object/);
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});
