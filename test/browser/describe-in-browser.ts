import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { startEstate } from '../estate/start-estate.js';
import type { Estate } from '../estate/start-estate.js';
import { findChromium, howToGetChromium } from './find-chromium.js';

/** What a browser test works with; complete from `beforeAll` on. */
export interface BrowserEstate {
  readonly browser: Browser;
  readonly estate: Estate;
}

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];

/** A suite over a real estate and a real browser. Where there is no browser its tests are skipped, and the title says how to get one. */
export function describeInBrowser(title: string, suite: (get: () => BrowserEstate) => void): void {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    // eslint-disable-next-line no-console -- what cannot run here is named, with the way to get it
    console.warn(`Skipped: ${title}; ${howToGetChromium}.`);
    describe.skip(`${title} (${howToGetChromium})`, () => {
      suite(() => {
        throw new Error(howToGetChromium);
      });
    });
    return;
  }
  describe(title, () => {
    let browser: Browser | undefined;
    let estate: Estate | undefined;
    beforeAll(async () => {
      [browser, estate] = await Promise.all([chromium.launch({ executablePath, args: quiet }), startEstate()]);
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
