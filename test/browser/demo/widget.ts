import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, FrameLocator, Page } from 'playwright-core';
import type { BrowserEstate } from '../describe-in-browser.js';

export function describeWidget(get: () => BrowserEstate): void {
  describe('the chat as a widget on a page of another origin', () => {
    let shop: Server;
    let context: BrowserContext;
    let page: Page;
    let problems: string[];

    beforeAll(async () => {
      shop = createServer((_request, response) => {
        const { frontDoor } = get().estate.ready.urls;
        response.setHeader('content-type', 'text/html');
        response.setHeader(
          'content-security-policy',
          `default-src 'none'; script-src ${frontDoor}; frame-src ${frontDoor}`,
        );
        response.end(`<!doctype html><html lang="en"><title>Shop</title><body><h1>Shop</h1><a href="#">A link of the shop</a>
          <script src="${frontDoor}/widget.js" data-service="support" data-language="en" async></script></body></html>`);
      });
      await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
    });
    afterAll(() => new Promise((resolve) => shop.close(resolve)));

    beforeEach(async () => {
      problems = [];
      context = await get().browser.newContext();
      page = await context.newPage();
      page.setDefaultTimeout(20_000);
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('console', (message) => {
        if (message.text().includes('Content Security Policy')) problems.push(message.text());
      });
      await page.goto(`http://127.0.0.1:${(shop.address() as AddressInfo).port}/`);
    });
    afterEach(async () => {
      await context.close();
      expect(problems).toEqual([]);
    });

    const frame = (): FrameLocator => page.frameLocator('iframe');

    it('is a whole chat, by keyboard alone, and leaves no name behind', async () => {
      const before = await page.evaluate(() => Object.keys(window));
      await page.getByRole('button', { name: 'Open chat' }).focus();
      await page.keyboard.press('Enter');

      await frame().getByLabel('Your name').fill('Ada');
      await page.keyboard.press('Enter');
      await frame().getByText('Waiting for an agent').waitFor();
      await frame().getByLabel('Your message').fill('Hello from the shop');
      await page.keyboard.press('Enter');
      await frame().getByRole('log').getByText('Hello from the shop').waitFor();

      await page.keyboard.press('Escape');
      await page.locator('iframe').waitFor({ state: 'hidden' });
      expect(await page.evaluate(() => Object.keys(window))).toEqual(before);
    });

    it('survives a reload of the page that embeds it', async () => {
      await page.getByRole('button', { name: 'Open chat' }).click();
      await frame().getByLabel('Your name').fill('Grace');
      await frame().getByRole('button', { name: 'Start chat' }).click();
      await frame().getByText('Waiting for an agent').waitFor();

      await page.reload();
      await page.getByRole('button', { name: 'Open chat' }).click();

      await frame().getByText('Waiting for an agent').waitFor();
    });
  });
}
