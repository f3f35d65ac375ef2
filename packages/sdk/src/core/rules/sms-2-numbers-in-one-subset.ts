import type { ConfigurationIndex, PlacedApplication } from './configuration-index.js';
import { difference, overlapsAmong, readNumberList, writeIntervals } from './number-intervals.js';
import type { NumberInterval } from './number-intervals.js';
import { quoted, subject, toApplication, toTenant } from './object-references.js';
import { optionOf, sectionOf } from './option-of.js';
import type { Path } from './path.js';
import type { Breach, Rule } from './rule.js';

const smsServer = 'SMSServer';
/** The source numbers that an SMS Server takes. */
const subsetOption = ['channel', 'numbers'] as const;
/** On the annex of the Interaction Server of a tenant: which source numbers are to be served, by the name of the tenant. */
const servedSection = 'sms-numbers';

export const sms2: Rule = {
  id: 'SMS-2',
  severity: 'error',
  title: 'Every served number belongs to exactly one SMS Server',
  reason:
    'SMS Servers share the load by the numbers that messages come from, all running together. A number in two subsets is answered twice, one in none is not answered.',
  remedy:
    'Divide the numbers into subsets without overlaps and gaps, one for each SMS Server (option channel/numbers).',
  *check({ index }) {
    const subsets = new Map(index.ofType(smsServer).map((server) => [server, subsetOf(server)]));
    for (const server of subsets.keys()) yield* unreadable(server, listIn(server), pathOfSubset(server));
    yield* missingSubsets(index);
    yield* overlaps(subsets, index);
    yield* gaps(subsets, index);
  },
};

/** Without the option, an SMS Server takes every number. */
type Subset = readonly NumberInterval[] | 'everything';

const listIn = ({ object }: PlacedApplication): string | undefined => optionOf(object.options, ...subsetOption);

function subsetOf(server: PlacedApplication): Subset {
  const list = listIn(server);
  return list === undefined ? 'everything' : readNumberList(list).intervals;
}

const pathOfSubset = ({ at }: PlacedApplication): Path => ['applications', at, 'options', ...subsetOption];

function* unreadable(application: PlacedApplication, list: string | undefined, path: Path): Iterable<Breach> {
  for (const item of readNumberList(list ?? '').unreadable) {
    yield {
      path,
      message: `${subject(application)}: "${item}" is neither a prefix (+1650) nor a range of prefixes of one length (+1510-+1519)`,
      objects: [toApplication(application)],
      remedy: 'Write prefixes or ranges with up to 15 digits, separated by commas.',
    };
  }
}

/** Among several SMS Servers of a tenant, each must say its subset. */
function* missingSubsets(index: ConfigurationIndex): Iterable<Breach> {
  const told = new Set<PlacedApplication>();
  for (const [tenant, servers] of index.byTenant(smsServer)) {
    if (servers.length < 2) continue;
    for (const server of servers) {
      if (told.has(server) || listIn(server) !== undefined) continue;
      told.add(server);
      yield {
        path: pathOfSubset(server),
        message: `${subject(server)}: it does not say which numbers it takes, and is not the only SMS Server of tenant "${tenant}"`,
        objects: [toApplication(server), toTenant(tenant)],
        remedy: `Set the option ${subsetOption.join('/')} to the numbers that no other SMS Server takes.`,
      };
    }
  }
}

type Subsets = ReadonlyMap<PlacedApplication, Subset>;

const intervalsIn = (subset: Subset | undefined): readonly NumberInterval[] =>
  subset === undefined || subset === 'everything' ? [] : subset;

function* overlaps(subsets: Subsets, index: ConfigurationIndex): Iterable<Breach> {
  const told = new Set<string>();
  for (const [tenant, servers] of index.byTenant(smsServer)) {
    const owned = servers.map((owner) => ({ owner, intervals: intervalsIn(subsets.get(owner)) }));
    for (const { owner, other, common } of overlapsAmong(owned)) {
      const pair = `${owner.at} ${other.at}`;
      if (told.has(pair)) continue; // for another tenant
      told.add(pair);
      yield {
        path: pathOfSubset(owner),
        message: `${subject(owner)}: it takes ${writeIntervals(common)}, and so does "${other.object.name}", both for tenant "${tenant}"`,
        objects: [toApplication(owner), toApplication(other), toTenant(tenant)],
        remedy: `Leave ${writeIntervals(common)} to one of the two.`,
      };
    }
  }
}

/** Only where it is known which numbers are to be served. */
function* gaps(subsets: Subsets, index: ConfigurationIndex): Iterable<Breach> {
  for (const holder of index.ofType('InteractionServer')) {
    for (const [tenant, list] of Object.entries(sectionOf(holder.object.annex, servedSection))) {
      const path = ['applications', holder.at, 'annex', servedSection, tenant];
      yield* unreadable(holder, list, path);
      const servers = index.ofTypeAndTenant(smsServer, tenant);
      const taken = servers.map((server) => subsets.get(server));
      if (taken.includes('everything')) continue;
      const left = difference(readNumberList(list).intervals, taken.flatMap(intervalsIn));
      if (left.length === 0) continue;
      const names = servers.map(({ object }) => object.name);
      yield {
        path,
        message: `${subject(holder)}: the numbers ${writeIntervals(left)} of tenant "${tenant}" are to be served, but ${names.length === 0 ? 'there is no SMS Server' : `${quoted(names)} ${names.length === 1 ? 'does' : 'do'} not take them`}`,
        objects: [toApplication(holder), toTenant(tenant), ...servers.map(toApplication)],
        remedy: `Give ${writeIntervals(left)} to one SMS Server of the tenant (option ${subsetOption.join('/')}).`,
      };
    }
  }
}
