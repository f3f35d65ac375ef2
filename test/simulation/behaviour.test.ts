import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { playReportedFaults } from './fault-report.js';
import { goals } from './goals.js';
import { measureBehaviour, report } from './report.js';

// Seconds where the machine has nothing else to do; a ceiling, for one that has.
jest.setTimeout(300_000);

describe('behaviour of the policies', () => {
  const behaviour = measureBehaviour();

  it.each(goals)('adaptive reaches $words in $scenario (N3, R38)', ({ scenario, isMet }) => {
    const figures = behaviour.rows.find((each) => each.scenario.name === scenario)?.figures.get('adaptive');

    expect(figures !== undefined && isMet(figures) ? 'met' : figures).toBe('met');
  });

  it('adaptive is never clearly worse than round robin, in any scenario', () => {
    for (const { figures } of behaviour.rows) {
      const [adaptive, roundRobin] = [figures.get('adaptive')!, figures.get('round robin')!];
      expect(adaptive.successPercent).toBeGreaterThan(roundRobin.successPercent - 1);
    }
  });

  it('an instance that failed is tried again within 30 s of its recovery, and has its fair share then, at any load (F19)', () => {
    for (const { returnSeconds, sharePercent } of behaviour.recoveries) {
      expect(returnSeconds).toBeLessThanOrEqual(30);
      expect(sharePercent).toBeGreaterThan(90);
    }
  });

  it('docs/behaviour.md says what a fresh run says (npm run simulate writes it)', async () => {
    const faults = await playReportedFaults();

    expect(readFileSync(join(__dirname, '../../docs/behaviour.md'), 'utf8')).toBe(report(behaviour, faults));
  });
});
