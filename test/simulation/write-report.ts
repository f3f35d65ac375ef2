import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { playReportedFaults } from './fault-report.js';
import { measureBehaviour, report } from './report.js';

// `npm run simulate`: run by Jest, which knows how to load the sources of the SDK without a build.
it('writes docs/behaviour.md', async () => {
  writeFileSync(join(__dirname, '../../docs/behaviour.md'), report(measureBehaviour(), await playReportedFaults()));
}, 600_000);
