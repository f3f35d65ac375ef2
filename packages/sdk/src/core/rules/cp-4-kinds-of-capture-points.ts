import type { ConfigurationIndex, PlacedApplication } from './configuration-index.js';
import { interactionServersOf } from './interaction-servers.js';
import { subject, toApplication } from './object-references.js';
import { optionOf } from './option-of.js';
import { isBefore } from './releases.js';
import type { Breach, Rule } from './rule.js';

const kindOption = ['settings', 'capture-point-type'] as const;

/** The first release of Interaction Server that has each kind. */
const firstReleases: ReadonlyMap<string, string> = new Map([
  ['jms', '8.0.2'],
  ['file', '8.0.21'],
  ['database', '8.1.0'],
  ['web-service', '8.1.2'],
]);

export const cp4: Rule = {
  id: 'CP-4',
  severity: 'error',
  title: 'Interaction Server must be of a release that has the kind of Capture Point',
  reason:
    'Capture Points came into Interaction Server one kind after the other: JMS with 8.0.2, File with 8.0.21, Database with 8.1.0, Web Service with 8.1.2. An older one cannot run a newer kind.',
  remedy: 'Bring Interaction Server to a release that has this kind, or use another kind.',
  *check({ index }) {
    for (const capturePoint of index.ofType('CapturePoint')) {
      const kind = optionOf(capturePoint.object.options, ...kindOption);
      const release = firstReleases.get(kind ?? '');
      if (release === undefined) yield unknownKind(capturePoint, kind);
      else yield* tooOld({ capturePoint, kind: kind ?? '', release }, index);
    }
  },
};

function unknownKind(capturePoint: PlacedApplication, kind: string | undefined): Breach {
  const kinds = [...firstReleases.keys()].join(', ');
  const says = kind === undefined ? 'does not say its kind' : `says the kind "${kind}", which there is not`;
  return {
    severity: kind === undefined ? 'warning' : 'error',
    path: ['applications', capturePoint.at, 'options', ...kindOption],
    message: `${subject(capturePoint)}: its option ${kindOption.join('/')} ${says}; there are ${kinds}`,
    objects: [toApplication(capturePoint)],
    remedy: `Set the option ${kindOption.join('/')} to one of ${kinds}.`,
  };
}

interface KindOfCapturePoint {
  readonly capturePoint: PlacedApplication;
  readonly kind: string;
  readonly release: string;
}

/** The backup Interaction Server runs the Capture Point too (CP-3). */
function* tooOld({ capturePoint, kind, release }: KindOfCapturePoint, index: ConfigurationIndex): Iterable<Breach> {
  const servers = interactionServersOf(capturePoint, index).flatMap((server) => {
    const backup = server.backup;
    return backup === undefined ? [server] : [server, backup];
  });
  for (const server of new Set(servers)) {
    if (!isBefore(server.object.version, release)) continue;
    yield {
      path: ['applications', server.at, 'version'],
      message: `${subject(server)}: it is of release ${server.object.version}, but a Capture Point of the kind ${kind} ("${capturePoint.object.name}") needs ${release} or later`,
      objects: [toApplication(server), toApplication(capturePoint)],
    };
  }
}
