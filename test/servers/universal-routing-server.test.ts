import { systemClock } from '@eservices-lb/sdk';
import { eventually } from '../estate/eventually.js';
import { PeerError } from '../../packages/servers/src/json-rpc/peer-error.js';
import { InteractionServerRequests } from '../../packages/servers/src/universal-routing-server/interaction-server-requests.js';
import type { AskInteractionServer } from '../../packages/servers/src/universal-routing-server/interaction-server-requests.js';
import { Routing } from '../../packages/servers/src/universal-routing-server/routing.js';
import { readWorkflow } from '../../packages/servers/src/workflow/read-workflow.js';
import { silentLog } from './application-surroundings.js';

const tenant = 'Environment';
const workflow = readWorkflow(
  `
strategies:
  Queue: [{ queue: q }]
  Sort:
    - call: { service: Classification, operation: classify, parameters: { text: '{subject} ({language})', of: '{tenant}' } }
      on-failure: [{ when: { failure: away }, then: [{ queue: unsorted }] }]
    - when: { category: spam, language: en }
      then: [{ done: true }]
    - queue: sorted
  Fail: [{ call: { service: s, operation: o } }, { done: true }]
  Agents: [{ agent: { of: [Alex, Erin], at-most: 2 } }]
`,
  'w',
);
const names = Object.keys(workflow.strategies);

interface Asked {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

describe('a Universal Routing Server', () => {
  let asked: Asked[];
  let answers: Readonly<Record<string, (params: Asked['params']) => unknown>>;
  let isAccepting: boolean;
  let routing: Routing;

  const ask: AskInteractionServer = (method, params) => {
    asked.push({ method, params: params as Asked['params'] });
    return Promise.resolve().then(() => answers[method]?.(params as Asked['params']));
  };
  const route = (strategy: string, requestId = 'r1', difference: object = {}): unknown =>
    routing.route({
      ...{ requestId, strategy },
      interaction: {
        ...{ interactionId: 'i', media: 'email', tenant, subject: 'Hello', attributes: { language: 'en' } },
        ...difference,
      },
    });
  const outcomeOf = (requestId = 'r1'): Promise<unknown> =>
    eventually('the outcome', () => {
      const told = asked.filter(({ method, params }) => method === 'router.finished' && params.requestId === requestId);
      return told.at(-1)?.params.outcome;
    });
  const refusing =
    (code: string, message = 'No.') =>
    (): never => {
      throw new PeerError('PEER_REFUSED', message, code);
    };

  beforeEach(() => {
    asked = [];
    answers = { 'router.finished': () => ({ isKnown: true }) };
    isAccepting = true;
    routing = new Routing({
      requests: new InteractionServerRequests({ ask, clock: systemClock, log: silentLog }),
      ...{ workflow: () => workflow, isAccepting: () => isAccepting, log: silentLog },
      strategies: () => [...names, 'Elsewhere'].map((name) => ({ name, tenant })),
    });
  });
  afterEach(() => {
    routing.forget();
  });

  it('has loaded what was activated on it and is in its workflow file, and names the rest', () => {
    expect(routing.loaded().map(({ name }) => name)).toEqual(names);
    expect(routing.notInFile()).toEqual([{ name: 'Elsewhere', tenant }]);
  });

  it.each<[string, string, object, string]>([
    ['a strategy that is not loaded', 'Elsewhere', {}, 'STRATEGY_NOT_LOADED'],
    ['a strategy of another tenant', 'Queue', { tenant: 'Resources' }, 'STRATEGY_NOT_LOADED'],
    ['a name that objects have', 'constructor', {}, 'STRATEGY_NOT_LOADED'],
    ['what is no interaction', 'Queue', { attributes: 7 }, 'INVALID_FIELD'],
  ])('refuses %s', (_case, strategy, difference, code) => {
    expect(() => route(strategy, 'r1', difference)).toThrow(expect.objectContaining({ code }));
    expect(routing.pending).toBe(0);
  });

  it('takes nothing while it may not', () => {
    isAccepting = false;
    expect(() => route('Queue')).toThrow(expect.objectContaining({ code: 'NOT_ACCEPTING' }));
  });

  it('runs a strategy once, however often it is given the same request', async () => {
    for (let count = 0; count < 3; count += 1) route('Queue');

    expect(await outcomeOf()).toEqual({ to: 'queue', queue: 'q', attributes: {} });
    expect(asked).toHaveLength(1);
    await eventually('the end', () => (routing.pending === 0 ? true : undefined));
  });

  it('asks an application server, and goes on by what it answers', async () => {
    answers = { ...answers, 'esp.request': () => ({ result: { category: 'spam' } }) };
    route('Sort');

    expect(await outcomeOf()).toEqual({ to: 'end', attributes: { category: 'spam' } });
    expect(asked[0]?.params).toEqual({
      ...{ requestId: 'r1', number: 1, service: 'Classification', operation: 'classify', timeoutMs: 5_000 },
      ...{ parameters: { text: 'Hello (en)', of: tenant }, repeatable: false },
    });
  });

  it.each<[string, string, object]>([
    ['away', 'Sort', { to: 'queue', queue: 'unsorted', attributes: { failure: 'away' } }],
    ['other', 'Sort', { to: 'queue', queue: 'sorted', attributes: { failure: 'other' } }],
    ['other', 'Fail', { to: 'set-aside', reason: 'other', attributes: { failure: 'other' } }],
  ])('does what the strategy says where nobody answers: %s, %s', async (message, strategy, outcome) => {
    answers = { ...answers, 'esp.request': refusing('NO_ANSWER', message) };
    route(strategy);

    expect(await outcomeOf()).toEqual(outcome);
  });

  it('asks for each agent in turn until one is reserved', async () => {
    answers = { ...answers, 'agent.reserve': ({ agent }) => ({ isReserved: agent === 'Erin' }) };
    route('Agents');

    expect(await outcomeOf()).toEqual({ to: 'agent', agent: 'Erin', attributes: {} });
    expect(asked[0]).toEqual({ method: 'agent.reserve', params: { requestId: 'r1', agent: 'Alex', atMost: 2 } });
  });

  it('asks for one interaction at a time where many wait for the same agents, in the order in which they came', async () => {
    let free = 0;
    answers = { ...answers, 'agent.reserve': () => ({ isReserved: free-- > 0 }) };
    for (let number = 0; number < 500; number += 1) route('Agents', `r${number}`);
    await eventually('the first to ask', () => (asked.length >= 2 ? true : undefined));
    expect(new Set(asked.map(({ params }) => params.requestId))).toEqual(new Set(['r0']));

    free = 500;
    await eventually('the end', () => (routing.pending === 0 ? true : undefined));
    const told = asked.filter(({ method }) => method === 'router.finished').map(({ params }) => params.requestId);
    expect(told).toEqual(Array.from({ length: 500 }, (_, number) => `r${number}`));
  });

  it('has no more calls under way than Interaction Server reads, and a slow service holds up no other', async () => {
    const slow: (() => void)[] = [];
    answers = { ...answers, 'esp.request': () => new Promise((resolve) => slow.push(() => resolve({ result: {} }))) };
    for (let number = 0; number < 500; number += 1) route('Fail', `r${number}`);
    route('Sort', 'other');
    await eventually('the other service', () =>
      asked.some(({ params }) => params.requestId === 'other') ? true : undefined,
    );

    expect(asked).toHaveLength(51);
    while (routing.pending > 0) {
      for (const answer of slow.splice(0)) answer();
      await eventually('more', () => (slow.length > 0 || routing.pending === 0 ? true : undefined));
    }
    expect(asked.filter(({ method }) => method === 'router.finished')).toHaveLength(501);
  });

  it('tells an outcome until it is heard, and nothing twice', async () => {
    let failures = 2;
    answers = {
      'router.finished': () => {
        if (failures-- > 0) throw new PeerError('PEER_GONE', 'Gone.');
        return { isKnown: true };
      },
    };
    route('Queue');

    await eventually('the end', () => (routing.pending === 0 ? true : undefined));
    expect(asked).toHaveLength(3);
  });

  it('has an interaction set aside, with the reason, whose outcome Interaction Server can never take', async () => {
    let count = 0;
    answers = { 'router.finished': () => (count++ === 0 ? refusing('INVALID_FIELD', 'Too long.')() : null) };
    route('Queue');

    await eventually('the end', () => (routing.pending === 0 ? true : undefined));
    expect(asked.at(-1)?.params.outcome).toEqual({ to: 'set-aside', reason: 'Too long.', attributes: {} });
  });

  it('lets go of an interaction that is not its own any more', async () => {
    answers = { 'agent.reserve': refusing('UNKNOWN_REQUEST') };
    route('Agents');

    await eventually('the end', () => (routing.pending === 0 ? true : undefined));
    expect(asked.map(({ method }) => method)).not.toContain('router.finished');
  });

  it('has an interaction set aside whose strategy fails in a way that nobody foresaw', async () => {
    answers = { ...answers, 'agent.reserve': () => ({ isReserved: 'perhaps' }) };
    route('Agents');

    expect(await outcomeOf()).toMatchObject({
      to: 'set-aside',
      reason: expect.stringMatching(/^Strategy "Agents" failed/),
    });
  });

  it('forgets everything when Interaction Server is lost, and takes the same again afterwards', async () => {
    answers = { ...answers, 'agent.reserve': () => ({ isReserved: false }) };
    route('Agents');
    routing.forget();
    expect(routing.pending).toBe(0);

    answers = { ...answers, 'agent.reserve': () => ({ isReserved: true }) };
    route('Agents', 'r2');
    expect(await outcomeOf('r2')).toMatchObject({ to: 'agent' });
    expect(asked.filter(({ method, params }) => method === 'router.finished' && params.requestId === 'r1')).toEqual([]);
  });
});
