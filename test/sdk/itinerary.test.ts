import { AllDrainingError, NoInstanceError } from '@eservices-lb/sdk';
import type { SelectionRequest, Service } from '@eservices-lb/sdk';
import { Itinerary } from '../../packages/sdk/src/core/itinerary.js';
import type { Delivery, FailedAttempt, ItineraryParts } from '../../packages/sdk/src/core/itinerary.js';
import { RetryBudget } from '../../packages/sdk/src/core/retry-budget.js';
import { aService } from '../simulation/a-service.js';

const request: SelectionRequest = { tenant: 'Environment', type: 'EmailServer' };
const unsent: FailedAttempt = { isUnsent: true, wasReused: false };
const reused: FailedAttempt = { isUnsent: false, wasReused: true };
const broken: FailedAttempt = { isUnsent: false, wasReused: false };

/** Instances A, B, C …, given in this order to whoever asks, but for those excluded; aliases are their names. */
function anItinerary(difference: Partial<Delivery> = {}, parts: Partial<ItineraryParts> & { count?: number } = {}) {
  const services = ['A', 'B', 'C', 'D', 'E', 'F']
    .slice(0, parts.count ?? 3)
    .map((name, index) => aService(index + 1, name));
  const select = ({ exclude = [] }: SelectionRequest): Service => {
    const service = services.find(({ application }) => !exclude.includes(application));
    if (service === undefined) throw new NoInstanceError(request, []);
    return service;
  };
  const resolve = (alias: string): Service => services.find(({ application }) => application === alias)!;
  const budget = new RetryBudget(() => 1);
  return new Itinerary(
    { request, alias: undefined, isRepeatable: true, ...difference },
    { select, resolve, mayMove: () => true, budgetOf: () => budget, maxAttempts: 5, ...parts },
  );
}

/** Where the request goes while each attempt fails like this. */
function stationsOf(itinerary: Itinerary, failed: FailedAttempt): string {
  let stations = itinerary.service.application;
  while (itinerary.goOn(failed)) stations += itinerary.service.application;
  return stations;
}

describe('an itinerary', () => {
  it.each<[string, FailedAttempt, string]>([
    ['never reached its instance', unsent, 'ABC'],
    ['broke off', broken, 'ABC'],
    ['broke off on a connection that had served before, after one replay (R16)', reused, 'AABC'],
  ])('goes on to each other instance once when an attempt %s (R33)', (_case, failed, stations) => {
    expect(stationsOf(anItinerary(), failed)).toBe(stations);
  });

  it.each([
    ['takes elsewhere', 'never reached its instance', unsent, 'ABC'],
    ['leaves', 'may have been carried out', broken, 'A'],
    ['leaves', 'may have been carried out, over whatever connection', reused, 'A'],
  ])('%s what must not be repeated when an attempt %s', (_verb, _case, failed, stations) => {
    expect(stationsOf(anItinerary({ isRepeatable: false }), failed)).toBe(stations);
  });

  it.each([1, 2, 3, 4])('ends after %i attempts where that many are allowed', (maxAttempts) => {
    expect(stationsOf(anItinerary({}, { maxAttempts, count: 6 }), unsent)).toHaveLength(maxAttempts);
  });

  it('ends where the budget is spent: three repetitions for a single request (R32)', () => {
    expect(stationsOf(anItinerary({}, { maxAttempts: 9, count: 6 }), unsent)).toBe('ABCD');
  });

  it('counts the request, so that later ones have something to spend (R32)', () => {
    const budget = new RetryBudget(() => 1);
    for (let count = 0; count < 10; count += 1) anItinerary({}, { budgetOf: () => budget });

    let repetitions = 0;
    while (budget.take()) repetitions += 1;
    expect(repetitions).toBe(5);
  });

  it('spends nothing of the budget where nobody is left', () => {
    const budget = new RetryBudget(() => 1);
    const itinerary = anItinerary({}, { count: 1, budgetOf: () => budget });

    expect(itinerary.goOn(unsent)).toBe(false);

    expect([budget.take(), budget.take(), budget.take()]).toEqual([true, true, true]);
  });

  it('passes over those that the request excludes from the first attempt to the last', () => {
    expect(stationsOf(anItinerary({ request: { ...request, exclude: ['B'] } }), unsent)).toBe('AC');
    expect(stationsOf(anItinerary({ request: { ...request, exclude: ['A'] } }), unsent)).toBe('BC');
  });

  it('leaves the list of exclusions of its caller as it is', () => {
    const exclude = ['B'];

    stationsOf(anItinerary({ request: { ...request, exclude } }), unsent);

    expect(exclude).toEqual(['B']);
  });

  it('begins at the instance that an alias names, and goes on to the others (R41)', () => {
    expect(stationsOf(anItinerary({ alias: 'B' }), unsent)).toBe('BAC');
  });

  it('ends at the instance of an alias to which a session is bound, after one replay (R41)', () => {
    const isAsked: string[] = [];
    const mayMove = (application: string, type: string): boolean => {
      isAsked.push(`${application} ${type}`);
      return false;
    };

    expect(stationsOf(anItinerary({ alias: 'B' }, { mayMove }), unsent)).toBe('B');
    expect(stationsOf(anItinerary({ alias: 'B' }, { mayMove }), reused)).toBe('BB');
    expect(new Set(isAsked)).toEqual(new Set(['B EmailServer']));
  });

  it('moves what has no alias, whatever sessions are bound to', () => {
    expect(stationsOf(anItinerary({}, { mayMove: () => false }), unsent)).toBe('ABC');
  });

  it('asks for the budget of the type', () => {
    const budgetOf = jest.fn(() => new RetryBudget(() => 1));

    anItinerary({}, { budgetOf });

    expect(budgetOf.mock.calls).toEqual([['EmailServer']]);
  });

  it('begins with the error of a selection that fails, and lets nothing but such errors end it', () => {
    const refuse = (error: Error) => (): never => {
      throw error;
    };
    const draining = new AllDrainingError(request, []);
    const defect = new TypeError('a policy of a customer');
    const failingAt = (error: Error): Itinerary => {
      const first = aService(1, 'A');
      return anItinerary({}, { select: ({ exclude }) => (exclude === undefined ? first : refuse(error)()) });
    };

    expect(() => anItinerary({}, { select: refuse(draining) })).toThrow(draining);
    expect(failingAt(draining).goOn(unsent)).toBe(false);
    expect(() => failingAt(defect).goOn(unsent)).toThrow(defect);
  });
});
