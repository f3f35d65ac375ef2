import type { Page } from 'playwright-core';
import type { BrowserEstate } from '../describe-in-browser.js';

export function describeLiveConsole(get: () => BrowserEstate): void {
  describe('the console of a running estate', () => {
    async function inPage(url: string, visit: (page: Page) => Promise<void>): Promise<void> {
      const context = await get().browser.newContext();
      try {
        const page = await context.newPage();
        page.setDefaultTimeout(20_000);
        await page.goto(url);
        await visit(page);
      } finally {
        await context.close();
      }
    }

    const chat = (): Promise<void> =>
      inPage(`${get().estate.ready.urls.frontDoor}/chat`, async (page) => {
        await page.getByLabel('Your name').fill('Ada');
        await page.getByLabel('Service').selectOption('support');
        await page.getByRole('button', { name: 'Start chat' }).click();
        await page.getByText('Waiting for an agent').waitFor();
      });

    const email = (): Promise<void> =>
      inPage(`${get().estate.ready.urls.frontDoor}/email`, async (page) => {
        await page.getByLabel('First name').fill('Ada');
        await page.getByLabel('Last name').fill('Lovelace');
        await page.getByLabel('E-mail address').fill('ada@example.com');
        await page.getByLabel('Service').selectOption('support');
        await page.getByLabel('Subject').fill('A question');
        await page.getByLabel('Message').fill('Does it work?');
        await page.getByRole('button', { name: 'Send e-mail' }).click();
        await page.locator('#interaction-id').waitFor();
      });

    it('opens with the address that the start prints, and counts the chats and e-mails that begin', async () => {
      const { ready } = get().estate;
      await inPage(`${ready.urls.scs[0] ?? ''}/#token=${ready.token}`, async (page) => {
        await page.getByRole('link', { name: 'Balance' }).click();
        const chats = page.getByRole('region', { name: 'ChatServer' });
        const emails = page.getByRole('region', { name: 'EmailServer' });
        await chats.getByRole('heading', { name: '0 new sessions' }).waitFor();

        await chat();
        await chat();
        await email();

        await chats.getByRole('heading', { name: '2 new sessions' }).waitFor();
        await emails.getByRole('heading', { name: '1 new session' }).waitFor();
      });
    });

    it('stops a server and starts it again', async () => {
      const { ready } = get().estate;
      await inPage(`${ready.urls.scs[0] ?? ''}/#token=${ready.token}`, async (page) => {
        await page.getByRole('link', { name: /^ChatServer_1, ChatServer, running/ }).click();
        const runState = page.getByRole('region', { name: 'Run state' });
        await page.getByRole('button', { name: 'Stop', exact: true }).click();
        await runState.getByText('stopped').waitFor();
        await page.getByRole('button', { name: 'Start' }).click();

        await runState.getByText('running').waitFor();
      });
    });
  });
}
