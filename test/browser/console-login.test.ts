import { startMockScs } from '@eservices-lb/mock-scs';
import { consoleEstate } from './console-estate.js';
import { describeConsole, phone } from './describe-console.js';

describeConsole('the login of the console', consoleEstate, (get) => {
  it('asks for a token, refuses a wrong one, and takes a right one', async () => {
    const { scs, openLoggedOut } = get();
    const page = await openLoggedOut();
    await page.getByLabel('Token of this control server').fill('guess');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('The token was refused.').waitFor();
    expect(await page.getByRole('link', { name: 'Topology' }).count()).toBe(0);

    await page.getByLabel('Token of this control server').fill(scs.token);
    await page.getByRole('button', { name: 'Open the console' }).click();

    await page.getByRole('heading', { level: 1, name: 'Topology' }).waitFor();
    await page.getByText('operator, role configure').waitFor();
  });

  it('keeps the token in nothing that a script can read, and takes it out of the address', async () => {
    const { scs, open } = get();
    const page = await open('#/events');
    const readable = await page.evaluate(() =>
      [document.cookie, location.href, JSON.stringify(sessionStorage), JSON.stringify(localStorage)].join(' '),
    );

    expect(readable).not.toContain(scs.token);
    expect(await page.context().cookies()).toMatchObject([{ httpOnly: true, sameSite: 'Strict' }]);
  });

  it('goes on after a reload, and ends with a log-out', async () => {
    const page = await get().open('#/hosts');
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Hosts' }).waitFor();

    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByText('You have logged out.').waitFor();
    await page.reload();

    await page.getByLabel('Token of this control server').waitFor();
  });

  it('asks again when the session has ended elsewhere', async () => {
    const page = await get().open('#/events');
    get().scs.access.sessions.close();

    await page.getByLabel('Token of this control server').waitFor();
  });

  it('says when the control server is lost, and finds it again', async () => {
    const { scs, open } = get();
    const page = await open('#/events');
    scs.faults.begin('cut-streams', { durationMs: 600_000 }, 'a test');
    await page.getByText('Connection lost: what you see may be old.').waitFor();
    scs.faults.endAll();

    await page.getByText('Live', { exact: true }).waitFor();
  });

  it('says of the backup of a pair that it is one', async () => {
    const { scs, openLoggedOut } = get();
    const pair = { peerUrl: scs.url, configured: 'backup' } as const;
    await using backup = await startMockScs({ configuration: consoleEstate(), pair });
    const page = await openLoggedOut();

    await page.goto(`${backup.url}/#token=${backup.token}`);

    await page.getByText('This is the backup of a pair, and follows the other control server').waitFor();
  });

  it.each([
    ['light', {}],
    ['dark', { colorScheme: 'dark' }],
    ['on a phone', phone],
  ] as const)('has every page without an error, %s', async (_case, options) => {
    const page = await get().open('#/topology', options);
    for (const name of [
      'Topology',
      'Applications',
      'Hosts',
      'Tenants',
      'Configuration',
      'Events',
      'Balance',
      'Faults',
    ]) {
      await page.getByRole('navigation').getByRole('link', { name }).click();
      await page.getByRole('heading', { level: 1, name }).waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    }
  });
});
