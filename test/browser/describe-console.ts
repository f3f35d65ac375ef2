import { startMockScs } from '@eservices-lb/mock-scs';
import type { Configuration, MockScs } from '@eservices-lb/mock-scs';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { quietChromium, whereThereIsChromium } from './where-there-is-chromium.js';

/** What a test of the console works with. */
export interface ConsoleTools {
  /** The control server of this test. */
  readonly scs: MockScs;
  /** Opens the console at a page such as `#/events`, as somebody with a role, `configure` unless another is named. */
  open(hash: string, options?: OpenOptions): Promise<Page>;
  /** Opens the console as somebody who has no token. */
  openLoggedOut(): Promise<Page>;
}

export interface OpenOptions extends BrowserContextOptions {
  readonly role?: 'read' | 'operate' | 'configure';
}

export const phone = { viewport: { width: 390, height: 844 } };

/** What the browser says of an answer that the page shows anyway. */
const isRefusal = (text: string): boolean => text.startsWith('Failed to load resource');

/** A suite over the console of a control server that holds a configuration. Whatever goes wrong in a page, and any error in its log, fails the test. */
export function describeConsole(
  title: string,
  configuration: () => Configuration,
  suite: (get: () => ConsoleTools) => void,
): void {
  whereThereIsChromium(title, (executablePath) => {
    let browser: Browser | undefined;
    let scs: MockScs | undefined;
    let contexts: BrowserContext[] = [];
    let problems: string[] = [];

    beforeAll(async () => {
      if (executablePath !== undefined) browser = await chromium.launch({ executablePath, args: quietChromium });
    }, 60_000);
    afterAll(() => browser?.close(), 30_000);
    beforeEach(async () => {
      contexts = [];
      problems = [];
      scs = await startMockScs({ configuration: configuration(), heartbeatMs: 200 });
    });
    afterEach(async () => {
      await Promise.all(contexts.map((context) => context.close()));
      await scs?.close();
      expect(problems).toEqual([]);
    });

    async function aPage(options: BrowserContextOptions): Promise<Page> {
      if (browser === undefined) throw new Error('The browser did not start.');
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
      contexts.push(context);
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      page.on('pageerror', (error) => problems.push(error.stack ?? error.message));
      page.on('dialog', (dialog) => problems.push(`dialog: ${dialog.message()}`));
      page.on('console', (message) => {
        if (message.type() === 'error' && !isRefusal(message.text())) problems.push(message.text());
      });
      return page;
    }

    suite(() => {
      if (scs === undefined) throw new Error('The control server did not start.');
      const { url, token, access } = scs;
      return {
        scs,
        async open(hash, { role, ...options } = {}) {
          const page = await aPage(options);
          const own = role === undefined ? token : access.tokens.issue({ name: `a ${role}er`, role });
          await page.goto(`${url}/#token=${own}`);
          await page.getByText('Live', { exact: true }).waitFor();
          await page.goto(`${url}/${hash}`);
          await page.locator('main h1').waitFor();
          return page;
        },
        async openLoggedOut() {
          const page = await aPage({});
          await page.goto(url);
          return page;
        },
      };
    });
  });
}
