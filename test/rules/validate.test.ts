import { addedFindings, decodeConfiguration, judgeConfiguration, judgeEstate, validate } from '@eservices-lb/sdk/rules';
import type { RuleFinding } from '@eservices-lb/sdk/rules';
import { serverTypeCodes, serverTypesWithoutCode } from '@eservices-lb/sdk/wire';
import fc from 'fast-check';
import { estateInput, findingsOf, tenantNames } from './an-estate-of.js';
import type { EstateFields } from './an-estate-of.js';

const emailServers = (...tenants: readonly (readonly string[])[]): EstateFields => ({
  applications: tenants.map((each, at) => ({ name: `Email_${at + 1}`, type: 'EmailServer', tenants: each })),
});

describe('validate', () => {
  it('lists 50 findings where there are 50 errors', () => {
    const wrong = Array.from({ length: 50 }, () => tenantNames);

    const findings = findingsOf(emailServers(['Environment'], ['Resources'], ...wrong));

    expect(findings.map(({ rule, path }) => [rule, ...path])).toEqual(
      wrong.map((_each, at) => ['MT-3', 'applications', at + 2, 'tenants', 1]),
    );
  });

  it('gives findings of fields, references and rules together, however much can be read', () => {
    const input = estateInput(emailServers(['Nowhere'], tenantNames, ['Environment'], ['Resources']));

    const { findings, configuration } = judgeConfiguration({ ...input, hosts: [{ dbid: 1, name: 'one' }] });

    expect(configuration).toBeUndefined();
    expect(findings.map(({ message, rule, severity }) => [severity, rule, message])).toEqual([
      ['error', undefined, expect.stringContaining('host "one": address')],
      ['error', undefined, 'application "Email_1": unknown tenant "Nowhere"'],
      ['error', 'MT-3', expect.stringContaining('"Email_2"')],
    ]);
  });

  it('looks at the run states of a snapshot', () => {
    const input = estateInput({ applications: [{ name: 'SMS', type: 'SMSServer', tenants: ['Resources'] }] });
    const statuses = [{ application: 'SMS', status: 'running', tenants: ['Environment'] }];

    const { findings } = judgeEstate({ ...input, epoch: 1, revision: 1, statuses });

    expect(findings.map(({ rule }) => rule)).toEqual(['MT-4']);
    expect(judgeEstate({ ...input, statuses: [{}] }).findings[0]?.message).toContain('statuses.0.application');
    expect(judgeConfiguration({ ...input, statuses }).findings[0]?.message).toContain('unknown field "statuses"');
  });

  it('never throws, whatever can be decoded (property)', () => {
    fc.assert(
      fc.property(anyEstate(), fc.array(anyStatus()), (input, statuses) => {
        const decoded = decodeConfiguration(input);
        const judged = judgeEstate({ ...input, statuses });

        expect(judged.configuration === undefined).toBe(!decoded.isUsable);
        for (const { path, message, objects, remedy } of decoded.isUsable ? validate(decoded.configuration) : []) {
          expect([path.length > 1, message.length > 0, objects.length > 0, remedy.length > 0]).not.toContain(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never throws at anything that is no configuration (property)', () => {
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        const { configuration, findings } = judgeEstate(anything);
        return configuration !== undefined || findings.length > 0;
      }),
    );
  });
});

describe('the findings that a change adds', () => {
  const added = (before: EstateFields, after: EstateFields): readonly RuleFinding[] =>
    addedFindings(findingsOf(before), findingsOf(after));
  const own = [['Environment'], ['Resources']];

  it('are those that were not there', () => {
    const findings = added(emailServers(...own, tenantNames), emailServers(...own, tenantNames, tenantNames));

    expect(findings.map(({ objects }) => objects[0]?.name)).toEqual(['Email_4']);
  });

  it('are none where something else is mended, though the others stand elsewhere then', () => {
    const before = emailServers(...own, tenantNames, tenantNames);
    const after = { applications: before.applications.filter(({ name }) => name !== 'Email_1' && name !== 'Email_3') };

    expect(added(before, after).filter(({ rule }) => rule === 'MT-3')).toEqual([]);
  });

  it('are counted: another breach of the same rule by the same object is one more', () => {
    const pair = (first: string, second: string): EstateFields => ({
      applications: [first, second].map((numbers, at) => ({
        name: `SMS_${at}`,
        type: 'SMSServer',
        options: { channel: { numbers } },
      })),
    });

    expect(added(pair('+1, nothing', '+2'), pair('+1, nothing, none', '+2'))).toHaveLength(1);
    expect(added(pair('+1', '+1'), pair('+1', '+12'))).toEqual([]);
  });
});

const types = [...Object.keys(serverTypeCodes), ...serverTypesWithoutCode, 'SomethingElse'];

function anyStatus(): fc.Arbitrary<unknown> {
  return fc.record({
    application: fc.constantFrom('A', 'B', 'C', 'D', 'Nobody'),
    status: fc.constantFrom('running', 'stopped', 'unknown'),
    tenants: fc.subarray(tenantNames),
    load: fc.constantFrom(0, 20_000),
  });
}

function anyEstate(): fc.Arbitrary<Record<string, unknown>> {
  const names = ['A', 'B', 'C', 'D', 'E', 'F'];
  const name = fc.constantFrom(...names);
  const option = fc.constantFrom('true', '+1650', '+1, x', 'jms', '', '__proto__', 'Environment');
  const section = fc.dictionary(fc.constantFrom('agent_reservation', 'numbers', 'capture-point-type', 'x'), option);
  const options = fc.dictionary(
    fc.constantFrom('default', 'channel', 'settings', 'tenants', 'sms-numbers', 'constructor', ...names),
    section,
  );
  const application = fc.record(
    {
      type: fc.constantFrom(...types),
      version: fc.constantFrom('8.1.4', '7.1', '8.0.21', '', 'new'),
      tenants: fc.subarray(tenantNames),
      host: fc.constantFrom('one', 'two'),
      backup: name,
      isPrimary: fc.boolean(),
      redundancyType: fc.constantFrom('none', 'warm', 'hot'),
      database: fc.constantFrom('first', 'second'),
      connections: fc.array(
        fc.record(
          { application: name, portId: fc.constantFrom('default', 'webapi') },
          { requiredKeys: ['application'] },
        ),
        { maxLength: 4 },
      ),
      options,
      annex: options,
    },
    { requiredKeys: ['type'] },
  );
  return fc
    .record({
      applications: fc.array(application, { minLength: names.length, maxLength: names.length }),
      switches: fc.array(
        fc.record({ tenant: fc.constantFrom(...tenantNames), application: name }, { requiredKeys: ['tenant'] }),
        { maxLength: 3 },
      ),
      strategies: fc.array(fc.record({ tenant: fc.constantFrom(...tenantNames), servers: fc.array(name) }), {
        maxLength: 3,
      }),
    })
    .map(({ applications, switches, strategies }) =>
      estateInput({
        applications: applications.map((each, at) => ({ ...each, name: names[at] ?? '' })),
        switches: switches.map((each, at) => ({ ...each, name: `switch ${at}` })),
        strategies: strategies.map((each, at) => ({ ...each, name: `strategy ${at}` })),
        databases: [{ name: 'first' }, { name: 'second', tenants: ['Resources'] }],
      }),
    );
}
