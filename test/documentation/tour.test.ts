import { startEstate } from '../estate/start-estate.js';
import type { Estate } from '../estate/start-estate.js';
import { isAsTold } from './tour-output.js';
import { tourParts } from './tour-parts.js';
import { TourShell } from './tour-shell.js';

/** Follows docs/tour from the first page to the last, beside one estate that is started as its first page says. */
describe('the tour', () => {
  let estate: Estate;
  let shell: TourShell;

  beforeAll(async () => {
    estate = await startEstate({ scenario: 'full', token: 'sightseeing' });
    shell = new TourShell(estate);
    await shell.give('. docs/tour/tour.sh');
  }, 180_000);
  afterAll(async () => {
    await shell.end();
    await estate.stop();
  }, 60_000);

  describe.each(tourParts())('$title', ({ blocks }) => {
    it.each(blocks)(
      'prints what $place says',
      async ({ commands, output }) => {
        const printed = await shell.give(commands);

        if (output !== undefined && !isAsTold(printed, output)) expect(printed).toBe(output);
        expect(printed).not.toContain('waited in vain');
      },
      70_000,
    );
  });
});
