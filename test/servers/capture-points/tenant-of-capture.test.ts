import fc from 'fast-check';
import { tenantOfCapture } from '../../../packages/servers/src/interaction-server/capture-points/intake/tenant-of-capture.js';
import { UnusableCaptureError } from '../../../packages/servers/src/interaction-server/capture-points/unusable-capture-error.js';

describe('the tenant of a captured interaction (MT-8)', () => {
  const mapping = {
    ...{ attributes: ['Region', 'Brand'], values: { north: 'Environment', gold: 'Resources', far: 'Elsewhere' } },
    tenants: ['Environment', 'Resources'],
  };
  const alone = { attributes: [], values: {}, tenants: ['Environment'] };

  it.each([
    ['the value of an attribute is mapped', { Region: 'north' }, mapping, 'Environment'],
    ['a value that is not mapped is the name of a tenant', { Region: 'Resources' }, mapping, 'Resources'],
    ['the first attribute that is there decides', { Brand: 'gold', Region: 'north' }, mapping, 'Environment'],
    ['the second, where the first is missing', { Brand: 'gold' }, mapping, 'Resources'],
    ['the second, where the first is blank', { Region: ' ', Brand: 'gold' }, mapping, 'Resources'],
    ['white space around a value does not count', { Region: ' north ' }, mapping, 'Environment'],
    ['the default, where there is no attribute', {}, { ...mapping, defaultTenant: 'Resources' }, 'Resources'],
    ['the only tenant, where no attribute is configured', {}, alone, 'Environment'],
  ])('%s', (_case, attributes, given, tenant) => {
    expect(tenantOfCapture(attributes, given)).toBe(tenant);
  });

  it.each([
    ['no attribute is there, and no default configured', { Other: 'x' }, mapping, 'TENANT_UNKNOWN'],
    ['a value means no tenant', { Region: 'west' }, mapping, 'TENANT_UNMAPPED'],
    [
      'a value means no tenant, whatever the second says',
      { Region: 'west', Brand: 'gold' },
      mapping,
      'TENANT_UNMAPPED',
    ],
    [
      'a value means no tenant, whatever the default',
      { Region: 'west' },
      { ...mapping, defaultTenant: 'Resources' },
      'TENANT_UNMAPPED',
    ],
    ['the tenant is not served', { Region: 'far' }, mapping, 'TENANT_NOT_SERVED'],
    ['the default is not served', {}, { ...mapping, defaultTenant: 'Elsewhere' }, 'TENANT_NOT_SERVED'],
    ['a value is the name of what every object has', { Region: 'constructor' }, mapping, 'TENANT_UNMAPPED'],
    ['there are two tenants and no attribute', {}, { ...alone, tenants: ['A', 'B'] }, 'TENANT_UNKNOWN'],
  ])('there is none where %s', (_case, attributes, given, code) => {
    expect(() => tenantOfCapture(attributes as Record<string, string>, given)).toThrow(
      expect.objectContaining({
        name: 'UnusableCaptureError',
        code,
        message: expect.stringContaining('MT-8') as string,
      }),
    );
  });

  it('is always one that is served, or none (property)', () => {
    const word = fc.constantFrom('north', 'gold', 'far', 'Environment', 'Resources', '__proto__', 'toString', '', ' ');
    const record = fc.dictionary(fc.constantFrom('Region', 'Brand', 'Other'), word);
    fc.assert(
      fc.property(record, fc.option(word, { nil: undefined }), (attributes, defaultTenant) => {
        try {
          expect(mapping.tenants).toContain(tenantOfCapture(attributes, { ...mapping, defaultTenant }));
        } catch (error) {
          expect(error).toBeInstanceOf(UnusableCaptureError);
        }
      }),
    );
  });
});
