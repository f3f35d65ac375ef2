import type { BrowserContextOptions, Page } from 'playwright-core';
import { describeInBrowser } from './describe-in-browser.js';
import { logIn } from './log-in.js';
import { violationsOf } from './violations-of.js';

const looks: readonly (readonly [string, BrowserContextOptions])[] = [
  ['light, on a desktop', { colorScheme: 'light', viewport: { width: 1200, height: 800 } }],
  ['dark, on a phone, in German', { colorScheme: 'dark', viewport: { width: 390, height: 844 }, locale: 'de-DE' }],
];

describeInBrowser('every page', (get) => {
  async function inLook(options: BrowserContextOptions, visit: (page: Page) => Promise<void>): Promise<void> {
    // Its rules are run inside the page, which the page's own policy forbids.
    const context = await get().browser.newContext({ ...options, bypassCSP: true });
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      await visit(page);
    } finally {
      await context.close();
    }
  }

  describe.each(looks)('%s', (_look, options) => {
    it.each([
      '/',
      '/chat',
      '/email',
      '/callback',
      '/status',
      '/widget',
      '/agent/login',
      '/chat?embedded=1&service=support',
    ])('%s has nothing that axe finds fault with, and fits the screen', async (path) => {
      await inLook(options, async (page) => {
        await page.goto(`${get().estate.ready.urls.frontDoor}${path}`);

        expect(await violationsOf(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      });
    });

    it('a chat in progress and the desktop of its agent have nothing that axe finds fault with', async () => {
      await inLook(options, async (page) => {
        await page.goto(`${get().estate.ready.urls.frontDoor}/chat?language=en`);
        await page.getByLabel('Your name').fill('Ada');
        await page.getByRole('button', { name: 'Start chat' }).click();
        await page.getByLabel('Your message').fill('Hello');
        await page.keyboard.press('Enter');
        await page.getByText('✓ sent').waitFor();
        expect(await violationsOf(page)).toEqual([]);

        const agent = await page.context().newPage();
        await logIn(agent, get());
        await agent.getByRole('button', { name: 'Ada' }).first().click();
        await agent.getByRole('log').getByText('Hello').first().waitFor();
        expect(await violationsOf(agent)).toEqual([]);
      });
    });
  });
});
