import type { BrowserContextOptions, Page } from 'playwright-core';
import { eventually } from '../../estate/eventually.js';
import type { BrowserEstate } from '../describe-in-browser.js';
import { logIn } from '../log-in.js';

export function describeEmail(get: () => BrowserEstate): void {
  describe('an e-mail from the browser', () => {
    async function inPage(options: BrowserContextOptions, visit: (page: Page) => Promise<void>): Promise<void> {
      const context = await get().browser.newContext(options);
      try {
        const page = await context.newPage();
        page.setDefaultTimeout(20_000);
        await visit(page);
      } finally {
        await context.close();
      }
    }

    async function write(page: Page, address: string): Promise<string> {
      await page.goto(`${get().estate.ready.urls.frontDoor}/email`);
      await page.getByLabel('First name').fill('Ada');
      await page.getByLabel('Last name').fill('Lovelace');
      await page.getByLabel('E-mail address').fill(address);
      await page.getByLabel('Service').selectOption('support');
      await page.getByLabel('Subject').fill('A question <img src=x>');
      await page.getByLabel('Message').fill('Does it work?');
      await page.getByRole('button', { name: 'Send e-mail' }).click();
      return page.locator('#interaction-id').innerText();
    }

    async function readMailbox(page: Page, count: number): Promise<string> {
      return eventually(`${count} mails in the mailbox`, async () => {
        await page.reload();
        const mails = page.getByRole('article');
        return (await mails.count()) >= count ? (await mails.allInnerTexts()).join('\n') : undefined;
      });
    }

    it.each([
      ['with JavaScript', true],
      ['without JavaScript', false],
    ])('is stored, and its acknowledgement arrives over SMTP (%s)', async (_case, javaScriptEnabled) => {
      const address = `ada.${javaScriptEnabled ? 'with' : 'without'}@example.com`;
      await inPage({ javaScriptEnabled }, async (page) => {
        const interactionId = await write(page, address);
        await page.getByRole('link', { name: 'Open the mailbox' }).click();
        await page.getByRole('button', { name: 'Log in' }).waitFor();
        await logIn(page, get(), { to: `/mailbox?to=${address}` });

        const mails = await readMailbox(page, 1);

        expect(mails).toContain(interactionId);
        expect(await page.locator('main img').count()).toBe(0);
      });
    });

    it('is answered by an agent, and the answer arrives', async () => {
      await inPage({}, async (page) => {
        await write(page, 'grace@example.com');
        await logIn(page, get());
        await page.getByLabel('Your name').fill('Bob');
        const waiting = page.getByRole('list').getByRole('button', { name: 'Ada Lovelace' });
        await waiting.last().click();
        await page
          .getByRole('region', { name: /A question/ })
          .getByText('grace@example.com')
          .waitFor();
        await page.getByLabel('Answer', { exact: true }).fill('It does, thank you.');
        await page.getByRole('button', { name: 'Send answer' }).click();
        await page.getByText('Your answer is on its way.').waitFor();

        await page.goto(`${get().estate.ready.urls.frontDoor}/mailbox?to=grace@example.com`);
        const mails = await readMailbox(page, 2);

        expect(mails).toContain('It does, thank you.');
      });
    });
  });
}
