import { findChromium, howToGetChromium } from './find-chromium.js';

export const quietChromium = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];

/** A suite that needs a browser. Where there is none its tests are skipped, and the title says how to get one; `suite` is then given no path. */
export function whereThereIsChromium(title: string, suite: (executablePath: string | undefined) => void): void {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    // eslint-disable-next-line no-console -- what cannot run here is named, with the way to get it
    console.warn(`Skipped: ${title}; ${howToGetChromium}.`);
    describe.skip(`${title} (${howToGetChromium})`, () => {
      suite(undefined);
    });
    return;
  }
  describe(title, () => {
    suite(executablePath);
  });
}
