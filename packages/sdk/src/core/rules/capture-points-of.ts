import type { Application } from '../../wire/application.js';
import { ConfigurationIndex } from './configuration-index.js';
import type { JudgedConfiguration, PlacedApplication } from './configuration-index.js';
import { cp2 } from './cp-2-hosts-of-pairs.js';
import { cp4 } from './cp-4-kinds-of-capture-points.js';
import { interactionServersOf } from './interaction-servers.js';
import { mt8 } from './mt-8-capture-point-maps-tenants.js';
import type { Breach, Rule } from './rule.js';
import { FactsByName } from './run-time-facts.js';

/** A Capture Point that an Interaction Server runs. */
export interface CapturePointOfServer {
  /** Whose options it runs with: the primary Capture Point, or its backup (CP-3). */
  readonly application: Application;
  /** The primary of the pair, which says tenants and connections for both (LB-14). */
  readonly primary: Application;
  /** What must be mended before it may be started: breaches of CP-2, CP-4 and MT-8, as sentences. */
  readonly obstacles: readonly string[];
}

/**
 * The Capture Points of an Interaction Server: those that it, or the primary of its pair, is connected with. The Interaction Server that is
 * primary by configuration runs the primary Capture Points; the backup runs the backup ones, or the primary's where none is configured (CP-3).
 */
export function capturePointsOf(
  configuration: JudgedConfiguration,
  interactionServer: string,
): readonly CapturePointOfServer[] {
  const index = new ConfigurationIndex(asInteractionServers(configuration, interactionServer));
  const server = index.application(interactionServer);
  if (server === undefined) return [];
  const isBackup = index.isLinkedBackup(server);
  const breaches = [cp2, cp4, mt8].flatMap((rule) => errorsOf(rule, index));
  return index
    .ofType('CapturePoint')
    .filter((each) => !index.isLinkedBackup(each))
    .filter((each) => interactionServersOf(each, index).includes(index.configuredBy(server)))
    .map((primary) => {
      const chosen = isBackup ? (primary.backup ?? primary) : primary;
      const obstacles = breaches.filter((breach) => stands(breach, { primary, chosen, server })).map(sentenceOf);
      return { application: chosen.object, primary: primary.object, obstacles };
    });
}

/** Whichever of its two application types it has (MT-6): who asks is an Interaction Server, and so is the other one of its pair. */
function asInteractionServers(configuration: JudgedConfiguration, name: string): JudgedConfiguration {
  const backup = configuration.applications.find((each) => each?.name === name)?.backup;
  const applications = configuration.applications.map((each) => {
    const isOfPair = each !== undefined && (each.name === name || each.name === backup || each.backup === name);
    return isOfPair ? { ...each, type: 'InteractionServer' } : each;
  });
  return { ...configuration, applications };
}

interface RuleBreach extends Breach {
  readonly rule: string;
}

const errorsOf = (rule: Rule, index: ConfigurationIndex): readonly RuleBreach[] =>
  [...rule.check({ index, facts: new FactsByName({}) })]
    .filter(({ severity = rule.severity }) => severity === 'error')
    .map((breach) => ({ ...breach, remedy: breach.remedy ?? rule.remedy, rule: rule.id }));

interface Run {
  readonly primary: PlacedApplication;
  readonly chosen: PlacedApplication;
  readonly server: PlacedApplication;
}

/** Whether a breach stands in the way of this server. An old release of the other one of the pair does not. */
function stands({ rule, objects }: RuleBreach, { primary, chosen, server }: Run): boolean {
  const names = new Set(objects.map(({ name }) => name));
  if (rule !== cp4.id) return names.has(primary.object.name) || names.has(primary.backup?.object.name ?? '');
  const isOfKind = objects.length === 1;
  return names.has(chosen.object.name) && (isOfKind || names.has(server.object.name));
}

const sentenceOf = ({ rule, message, remedy }: RuleBreach): string => `${message} (${rule}). ${remedy ?? ''}`.trim();
