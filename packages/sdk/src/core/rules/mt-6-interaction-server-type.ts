import { quoted, subject, toApplication } from './object-references.js';
import type { Breach, Rule } from './rule.js';
import type { ConfigurationIndex } from './configuration-index.js';

export const mt6: Rule = {
  id: 'MT-6',
  severity: 'error',
  title: 'Several tenants need the application type Interaction Server',
  reason:
    'Since 7.2 Interaction Server has two application types. As T-Server it is tied to a multimedia switch, which belongs to one tenant; as Interaction Server it needs no switch and may serve several tenants.',
  remedy: 'Give the application the type InteractionServer, and let no switch name it.',
  *check({ index }) {
    yield* sharedTServers(index);
    yield* needlessSwitches(index);
  },
};

/** A T-Server that a voice switch names is no Interaction Server. */
function* sharedTServers(index: ConfigurationIndex): Iterable<Breach> {
  for (const application of index.ofType('TServer')) {
    const { name, tenants } = application.object;
    const isVoice = index.switchesOf(name).some(({ object }) => object.type === 'voice');
    if (tenants.length < 2 || isVoice || index.isLinkedBackup(application)) continue;
    yield {
      path: ['applications', application.at, 'type'],
      message: `${subject(application)}: it serves the tenants ${quoted(tenants)}, which an Interaction Server of type TServer cannot`,
      objects: [toApplication(application)],
      remedy:
        'Give the application the type InteractionServer, and let no switch name it; if it is the T-Server of a voice switch, let that switch name it.',
    };
  }
}

function* needlessSwitches(index: ConfigurationIndex): Iterable<Breach> {
  for (const { object, at } of index.switches) {
    const application = index.application(object.application ?? '');
    if (application?.object.type !== 'InteractionServer') continue;
    yield {
      severity: 'warning',
      path: ['switches', at, 'application'],
      message: `switch "${object.name}": it names "${application.object.name}", but an application of type InteractionServer specifies no switch, and its clients do not look for one`,
      objects: [{ kind: 'switch', name: object.name }, toApplication(application)],
      remedy: 'Let the switch name no application.',
    };
  }
}
