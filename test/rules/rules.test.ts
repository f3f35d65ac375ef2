import { rules } from '@eservices-lb/sdk/rules';
import { anEstateOf, findingsOf } from './an-estate-of.js';
import { ruleTable } from './rule-table.js';

const named = ruleTable.map((example) => ({ ...example, name: `${example.rule} ${example.title}` }));
const accepted = named.filter(({ finding }) => finding === undefined);
const refused = named.flatMap((example) =>
  example.finding === undefined ? [] : [{ ...example, finding: example.finding }],
);

describe('the rules of the guide', () => {
  it.each(accepted)('$name', ({ rule, estate, facts }) => {
    expect(findingsOf(estate, facts).filter((finding) => finding.rule === rule)).toEqual([]);
  });

  it.each(refused)('$name', ({ rule, estate, facts, finding }) => {
    const found = findingsOf(estate, facts).filter((each) => each.rule === rule);

    expect(found).toContainEqual({
      rule,
      severity: finding.severity,
      path: finding.path,
      message: expect.stringContaining(finding.says),
      objects: expect.anything(),
      remedy: expect.stringMatching(/\.$/),
    });
    const names = found.map(({ objects }) => objects.map(({ name }) => name));
    expect(names).toContainEqual(finding.names);
  });

  it.each(refused)('$name, and names what is there by its kind', ({ rule, estate, facts }) => {
    const { applications, switches, databases, strategies, tenants } = anEstateOf(estate);
    const named = {
      application: applications,
      switch: switches,
      database: databases,
      strategy: strategies,
      tenant: tenants,
    };
    const hosts = new Set(applications.map(({ host }) => host));

    for (const { objects } of findingsOf(estate, facts).filter((finding) => finding.rule === rule)) {
      for (const { kind, name } of objects) {
        const isThere =
          kind === 'host' ? hosts.has(name) : named[kind as keyof typeof named].some((each) => each.name === name);
        expect({ kind, name, isThere }).toEqual({ kind, name, isThere: true });
      }
    }
  });

  it.each(rules.map(({ id }) => id))('%s has an accepting and a refusing example', (id) => {
    expect(accepted.some(({ rule }) => rule === id)).toBe(true);
    expect(refused.some(({ rule }) => rule === id)).toBe(true);
  });

  it('say why, and how to mend, in whole sentences', () => {
    for (const { title, reason, remedy } of rules) {
      expect([title, reason, remedy].every((text) => text.length > 20)).toBe(true);
      expect(reason).toMatch(/\.$/);
      expect(remedy).toMatch(/\.$/);
    }
  });
});
