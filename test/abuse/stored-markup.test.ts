import type { Page } from 'playwright-core';
import { describeInBrowser } from '../browser/describe-in-browser.js';
import { logIn } from '../browser/log-in.js';
import { postForm } from '../scenarios/chat-client.js';

const markup = '<img src=x onerror=alert(1)>';
const emailAddress = 'eve@example.test';

describeInBrowser('markup that a visitor leaves for agents', (get) => {
  const leave = async (): Promise<void> => {
    const web = get().estate.ready.urls.web[0] ?? '';
    const chat = { nickname: markup, subject: markup, text: markup, emailAddress, 'userData[order]': markup };
    await postForm(`${web}/genesys/2/chat/support`, chat);
    const mail = { firstName: markup, lastName: 'Eve', subject: markup, text: markup, fromAddress: emailAddress };
    await postForm(`${web}/genesys/2/email/support`, mail);
    const call = { service: 'support', name: markup, phoneNumber: '+12133734253', at: '2126-01-31T14:30:00Z' };
    await fetch(`${web}/api/callbacks`, {
      ...{ method: 'POST', body: JSON.stringify(call), headers: { 'content-type': 'application/json' } },
    });
  };

  /** Elements that only the markup can have made. */
  const made = (page: Page): Promise<number> => page.locator('img[src="x"], [onerror], script:not([src])').count();

  it('is the text it is in their lists, in chats, e-mails and the mailbox', async () => {
    await leave();
    const context = await get().browser.newContext({ locale: 'en-GB' });
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      const dialogs: string[] = [];
      page.on('dialog', (dialog) => {
        dialogs.push(dialog.message());
        void dialog.dismiss();
      });
      await logIn(page, get(), { as: 'erin' });
      const inLists = page.getByRole('list').getByRole('button', { name: markup });
      await inLists.nth(1).waitFor();
      const count = await inLists.count();
      for (let index = 0; index < count; index += 1) await inLists.nth(index).click();
      await page.getByRole('log').getByText(markup, { exact: true }).first().waitFor();
      const inAgent = await made(page);

      await page.goto(`${get().estate.ready.urls.frontDoor}/mailbox?to=${emailAddress}`);
      const inMailbox = await made(page);

      expect({ inAgent, inMailbox, dialogs }).toEqual({ inAgent: 0, inMailbox: 0, dialogs: [] });
    } finally {
      await context.close();
    }
  });
});
