import fc from 'fast-check';
import { applicationSchema } from '@eservices-lb/sdk/wire';
import type { Application } from '@eservices-lb/sdk/wire';
import { internationalNumber } from '../../packages/servers/src/sms-server/international-number.js';
import { NumberSubsets } from '../../packages/servers/src/sms-server/number-subsets.js';

function anSmsServer(number: number, difference: Partial<Application> & { readonly numbers?: string }): Application {
  const { numbers, ...others } = difference;
  return applicationSchema.parse({
    ...{ dbid: number, name: `SMSServer_${number}`, type: 'SMSServer', tenants: ['Environment'] },
    ...{ options: numbers === undefined ? {} : { channel: { numbers } }, ...others },
  });
}
const subsetsOf = (all: readonly Application[]): readonly NumberSubsets[] =>
  all.map((own) => new NumberSubsets({ own: () => own, tenants: own.tenants, servers: () => all }));
const owners = (all: readonly Application[], customer: string | undefined, ours = '+18005550000') =>
  subsetsOf(all).map((subsets) => subsets.ownerOf(customer, ours));

const guide = [anSmsServer(1, { numbers: '+1650' }), anSmsServer(2, { numbers: '+1925, +1510' })];

describe('the numbers of SMS Servers that run together', () => {
  it('are divided as in the guide: (650) to one, (925) and (510) to the other (SMS-1)', () => {
    expect(owners(guide, '+16505550100')).toEqual([
      { by: 'this', tenant: 'Environment' },
      { by: 'other', application: 'SMSServer_1' },
    ]);
    for (const number of ['+19255550100', '+15105550100'])
      expect(owners(guide, number)).toEqual([
        { by: 'other', application: 'SMSServer_2' },
        { by: 'this', tenant: 'Environment' },
      ]);
  });

  it('belong to exactly one server, and what belongs to none is kept by exactly one (property, SMS-2)', () => {
    const areas = fc.uniqueArray(fc.integer({ min: 200, max: 999 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(areas, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 200, max: 999 }), (all, count, area) => {
        const servers = Array.from({ length: count }, (_, at) => {
          const numbers = all.filter((_area, n) => n % count === at).map((one) => `+1${one}`);
          return anSmsServer(at + 1, { numbers: numbers.join(', ') });
        });

        const found = owners(servers, `+1${area}5550100`);

        const takers = found.filter(({ by }) => by === 'this').length;
        const keepers = found.filter((one) => one.by === 'nobody' && one.isKeeper).length;
        expect([takers, keepers]).toEqual(all.includes(area) ? [1, 0] : [0, 1]);
      }),
    );
  });

  it('include what is no number for exactly one of them to keep', () => {
    expect(owners(guide, undefined)).toEqual([
      { by: 'nobody', isKeeper: true },
      { by: 'nobody', isKeeper: false },
    ]);
  });

  it('are the same for both members of a warm standby pair (BK-1)', () => {
    const primary = anSmsServer(1, { numbers: '+1650', redundancyType: 'warm', backup: 'SMSServer_3' });
    const backup = anSmsServer(3, { numbers: '+1650', redundancyType: 'warm', isPrimary: false });
    const all = [primary, guide[1]!, backup];

    expect(owners(all, '+16505550100').map(({ by }) => by)).toEqual(['this', 'other', 'this']);
    expect(owners(all, '+442071838750')).toEqual([
      { by: 'nobody', isKeeper: true },
      { by: 'nobody', isKeeper: false },
      { by: 'nobody', isKeeper: true },
    ]);
    expect(subsetsOf(all).map(({ name }) => name)).toEqual(['SMSServer_1', 'SMSServer_2', 'SMSServer_1']);
  });

  it('may be the same for two tenants, which are told apart by the number that was written to (MT-8 in kind)', () => {
    const options = { channel: { numbers: '+1650' }, 'tenant-numbers': { Resources: '+1888', Environment: '+1800' } };
    const all = [anSmsServer(1, { tenants: ['Environment', 'Resources'], options })];

    expect(owners(all, '+16505550100', '+18885550000')).toEqual([{ by: 'this', tenant: 'Resources' }]);
    expect(owners(all, '+16505550100', '+18005550000')).toEqual([{ by: 'this', tenant: 'Environment' }]);
    expect(owners(all, '+16505550100', '+18665550000')).toEqual([{ by: 'nobody', isKeeper: true }]);
  });

  it('are looked up for what is to be sent, too, tenant by tenant', () => {
    const [first] = subsetsOf([...guide, anSmsServer(3, { tenants: ['Resources'], numbers: '+1' })]);

    expect(first!.senderFor('+16505550100', 'Environment')).toBe('SMSServer_1');
    expect(first!.senderFor('+15105550100', 'Environment')).toBe('SMSServer_2');
    expect(first!.senderFor('+15105550100', 'Resources')).toBe('SMSServer_3');
    expect(first!.senderFor('+442071838750', 'Environment')).toBeUndefined();
    expect(first!.describe()).toBe('SMSServer_1 +1650; SMSServer_2 +1925, +1510; SMSServer_3 +1');
  });

  it.each([
    ['16505550100', 1, '', '+16505550100'],
    ['+1 (650) 555-0100', 0, '', '+16505550100'],
    ['650 555 0100', 0, 'US', '+16505550100'],
    ['020 7183 8750', 2, 'GB', '+442071838750'],
    ['650 555 0100', 0, '', undefined],
    ['650 555 0100', 0, 'Atlantis', undefined],
    ['PARCELS', 5, 'US', undefined],
    ['12345', 5, 'US', undefined],
    ['', 1, '', undefined],
  ])(
    'are read the same however they are written: "%s" of type %s in "%s" is %s',
    (written, typeOfNumber, country, e164) => {
      expect(internationalNumber({ written, typeOfNumber }, country)).toBe(e164);
    },
  );
});
