import { associatedSwitches } from '../../packages/servers/src/interaction-server/associated-switches.js';
import { aRegistration } from './application-surroundings.js';

const at = (tenant: string, name: string, application?: string) => ({
  ...{ tenant, name, ...(application !== undefined && { application }) },
});

describe('the multimedia switch that clients associate an Interaction Server with', () => {
  it.each([
    ['the only one of its tenant', 'InteractionServer', [at('Environment', 'S')], ['S']],
    ['none where there is none', 'InteractionServer', [], []],
    ['none where there are two', 'InteractionServer', [at('Environment', 'S'), at('Environment', 'T')], []],
    ['for each tenant its own', 'InteractionServer', [at('Environment', 'S'), at('Resources', 'T')], ['S', 'T']],
    ['as T-Server the one that names it', 'TServer', [at('Environment', 'S', 'I'), at('Environment', 'T')], ['S']],
    ['as T-Server the only one', 'TServer', [at('Environment', 'S')], ['S']],
  ])('is %s (MT-6, MT-7)', (_case, type, switches, associated) => {
    const registration = aRegistration({}, [], { name: 'I', type, tenants: ['Environment', 'Resources'] });

    expect(associatedSwitches({ ...registration, switches }).map((one) => one.switch)).toEqual(associated);
  });
});
