import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { startEstate } from '../estate/start-estate.js';
import type { Estate } from '../estate/start-estate.js';
import { quietChromium, whereThereIsChromium } from './where-there-is-chromium.js';

/** What a browser test works with; complete from `beforeAll` on. */
export interface BrowserEstate {
  readonly browser: Browser;
  readonly estate: Estate;
}

/** A suite over a real estate and a real browser. */
export function describeInBrowser(title: string, suite: (get: () => BrowserEstate) => void): void {
  whereThereIsChromium(title, (executablePath) => {
    let browser: Browser | undefined;
    let estate: Estate | undefined;
    beforeAll(async () => {
      if (executablePath === undefined) return;
      [browser, estate] = await Promise.all([chromium.launch({ executablePath, args: quietChromium }), startEstate()]);
    }, 90_000);
    afterAll(async () => {
      await browser?.close();
      await estate?.stop();
    }, 30_000);
    suite(() => {
      if (browser === undefined || estate === undefined) throw new Error('The estate or the browser did not start.');
      return { browser, estate };
    });
  });
}
