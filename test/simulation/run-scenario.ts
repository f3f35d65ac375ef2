import type { Candidates, Picker, Service } from '@eservices-lb/sdk';
import { policyEnvironment, seededRandom } from '@eservices-lb/sdk/testing';
import { FailureMemory } from '../../packages/sdk/src/core/failure-memory.js';
import type { Outcome } from '../../packages/sdk/src/core/failure-memory.js';
import type { Random } from '../../packages/sdk/src/time/random.js';
import { aService } from './a-service.js';
import type { Contender } from './contenders.js';
import type { Scenario } from './scenarios.js';
import { SimulatedServer } from './simulated-server.js';
import { VirtualTime } from './virtual-time.js';

/** One request, as it went. */
export interface Exchange {
  readonly server: number;
  readonly sentAtMs: number;
  /** Neither is there where no answer came. */
  status?: number;
  answeredAtMs?: number;
}

interface Client {
  readonly picker: Picker;
  readonly memory: FailureMemory;
  readonly pool: object;
}

/**
 * Lets the scenario happen once and tells every request. Each client has its own picker and failure memory, as web nodes have them; the same
 * seed gives the same history.
 */
export function runScenario(scenario: Scenario, contender: Contender, seed: number): readonly Exchange[] {
  const random = seededRandom(seed);
  const time = new VirtualTime();
  const servers = scenario.servers.map((plan) => new SimulatedServer(plan, time, random));
  const clients = Array.from({ length: scenario.clients }, () => aClient(contender, time, random));
  const candidatesAt = candidatesOver(scenario);
  const history: Exchange[] = [];

  const send = (): void => {
    const endpoint = Math.floor(random() * (scenario.endpoints ?? 1));
    const { picker, memory, pool } = clients[Math.floor(random() * clients.length)]!;
    const { dbid } = picker.pick(candidatesAt(time.now()), pool);
    const exchange: Exchange = { server: dbid - 1, sentAtMs: time.now() };
    const end = memory.begin(dbid);
    servers[exchange.server]!.request(endpoint, (status) => {
      exchange.status = status;
      exchange.answeredAtMs = time.now();
      end(outcomeOf(status, contender));
    });
    history.push(exchange);
    if (history.length < scenario.requests) time.at((history.length * 1_000) / scenario.requestsPerSecond, send);
  };
  time.at(0, send);
  time.runUntil(scenario.abortAfterMs);
  return history;
}

function aClient({ policy }: Contender, time: VirtualTime, random: Random): Client {
  const memory = new FailureMemory(time.now);
  return { memory, picker: policy().createPicker(policyEnvironment({ random, score: memory.score })), pool: {} };
}

function outcomeOf(status: number, { remembersFailures }: Contender): Outcome {
  if (!remembersFailures || status < 400) return 'success';
  return status >= 500 ? 'failure' : 'refused';
}

/** As the SDK does, the same array is given for as long as nothing changes. */
function candidatesOver({ servers }: Scenario): (at: number) => Candidates {
  const joining = [...new Set(servers.map(({ fromMs = 0 }) => fromMs))].sort((a, b) => b - a);
  const sets = joining.map((from) => ({
    from,
    candidates: servers.flatMap(({ name, fromMs = 0 }, index) => (fromMs <= from ? [aService(index + 1, name)] : [])),
  }));
  return (at) => sets.find(({ from }) => from <= at)!.candidates as [Service, ...Service[]];
}
