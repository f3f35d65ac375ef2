import { addedFindings } from '@eservices-lb/sdk/rules';
import type { Finding } from '../../packages/sdk/src/core/rules/finding.js';

type Difference = Partial<Finding>;

const finding = (difference: Difference = {}): Finding => ({
  path: ['applications', 0],
  message: 'It is wrong',
  rule: 'MT-3',
  severity: 'error',
  objects: [{ kind: 'application', name: 'SMSServer_1' }],
  ...difference,
});

describe('findings that a change adds', () => {
  it.each<[string, Difference]>([
    ['of another rule', { rule: 'MT-5' }],
    ['about another object', { objects: [{ kind: 'application', name: 'SMSServer_2' }] }],
    ['about another kind of object', { objects: [{ kind: 'tenant', name: 'SMSServer_1' }] }],
    ['about more objects', { objects: [...(finding().objects ?? []), { kind: 'tenant', name: 'Environment' }] }],
    ['that names no object', { objects: undefined }],
    ['of another severity', { severity: 'warning' }],
  ])('are those %s', (_case, difference) => {
    expect(addedFindings([finding()], [finding(), finding(difference)])).toEqual([finding(difference)]);
    expect(addedFindings([finding()], [finding(difference), finding()])).toEqual([finding(difference)]);
  });

  it.each<[string, Difference]>([
    ['stand elsewhere', { path: ['applications', 7] }],
    ['have other words', { message: 'It is as wrong as it was' }],
  ])('are none that were there before and now %s', (_case, difference) => {
    expect(addedFindings([finding()], [finding(difference)])).toEqual([]);
  });

  it('are told apart by their words where they are of no rule', () => {
    const ofNoRule = (message: string): Finding => ({ path: [], message });

    expect(addedFindings([ofNoRule('one')], [ofNoRule('one'), ofNoRule('two')])).toEqual([ofNoRule('two')]);
  });

  it('are as many as there are more, and not those whose words were there', () => {
    const [one, two, three] = ['one', 'two', 'three'].map((message) => finding({ message })) as [
      Finding,
      Finding,
      Finding,
    ];

    expect(addedFindings([two], [one, two, three])).toEqual([one, three]);
    expect(addedFindings([two, three], [one, two])).toEqual([]);
    expect(addedFindings([one, two, three], [three])).toEqual([]);
  });
});
