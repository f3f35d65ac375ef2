import type { BrowserEstate } from '../describe-in-browser.js';

export function describeStatusPage(get: () => BrowserEstate): void {
  describe('the status page in the browser', () => {
    it("kills the instance of the visitor's chat, and shows where the chat goes on", async () => {
      const { token, urls } = get().estate.ready;
      const context = await get().browser.newContext({ locale: 'en-GB' });
      try {
        const page = await context.newPage();
        page.setDefaultTimeout(20_000);
        await page.goto(`${urls.frontDoor}/chat`);
        await page.getByLabel('Your name').fill('Ada');
        await page.getByRole('button', { name: 'Start chat' }).click();
        await page.getByText('Waiting for an agent').waitFor();
        await page.getByRole('link', { name: 'Where is this chat served?' }).click();
        const mine = page.locator('.instance.yours strong').first();
        const first = await mine.innerText();
        expect(await page.getByLabel('Instance').inputValue()).toBe(first);

        await page.getByLabel('Token').fill(token);
        await page.getByRole('button', { name: 'Give order' }).click();

        await page.getByText(`${first}: not used, stopped.`).waitFor();
        await page.getByText('Your chat goes on under the alias').waitFor();
        await page.locator('.instance.yours').filter({ hasNotText: first }).waitFor();
        await page.getByRole('link', { name: 'Chat' }).click();
        await page.getByText(/The connection was interrupted/).waitFor();
      } finally {
        await context.close();
      }
    });
  });
}
