import { hasWarmStandby } from '../../packages/sdk/src/core/rules/kinds-of-backup.js';

describe('warm standby (BK-1)', () => {
  it.each<[string, boolean]>([
    ['ChatServer', true],
    ['TrainingServer', false],
    ['CoBrowsingServer', false],
    ['ATypeThatTheGuideDoesNotSpeakOf', true],
    ['constructor', true],
  ])('of %s is possible: %s', (type, expected) => {
    expect(hasWarmStandby(type)).toBe(expected);
  });
});
