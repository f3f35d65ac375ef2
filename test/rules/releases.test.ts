import { isBefore, isSince } from '../../packages/sdk/src/core/rules/releases.js';

describe('a version', () => {
  it.each<[string, string, boolean]>([
    ['8.1.2', '8.1.2', true],
    ['8.1.200.12', '8.1.2', true],
    ['8.1.3', '8.1.2', true],
    ['8.1.1', '8.1.2', false],
    ['8.0.21', '8.0.2', true],
    ['8.0.21', '8.0.3', false],
    ['8.0.210.07', '8.0.2', true],
    ['8.0.3', '8.0.210', true],
    ['9.0', '8.1.4', true],
    ['7.9.9', '8.0', false],
    ['8.1', '8.1', true],
    ['8.1', '8.1.0', true],
    ['8.1', '8.1.1', false],
    ['10.1', '9.2', true],
    ['8.12', '8.2', true],
    ['8.1.1001', '8.1.1', true],
    ['8.1.1009', '8.1.101', false],
  ])('%s is of release %s or of a later one: %s', (version, release, expected) => {
    expect([isSince(version, release), isBefore(version, release)]).toEqual([expected, !expected]);
  });

  it.each(['', 'eight', 'v8.1', '8', '8.1x', '8.', '.8.1'])('that is none, as "%s", is of no release', (version) => {
    expect([isSince(version, '8.1'), isBefore(version, '8.1')]).toEqual([false, false]);
  });

  it('is of no release that is none', () => {
    expect(isSince('8.1', 'any')).toBe(false);
  });
});
