import assert from 'node:assert/strict';
import type { Candidates, PolicyEnvironment } from '../core/policy/selection-policy.js';

/** Counts what a policy asks and looks at, so that a loop without end fails instead of hanging. */
export class WorkBudget {
  #spent = 0;
  #most = Infinity;
  #size = 0;

  /** A pick among so many candidates begins. Many times what any sensible policy needs, and yet in proportion to their number. */
  begin(size: number): void {
    this.#spent = 0;
    this.#size = size;
    this.#most = 64 + 32 * size;
  }

  environment({ random, score, weight, place, home, runningForMs }: PolicyEnvironment): PolicyEnvironment {
    const counted =
      <Given extends readonly unknown[], T>(answer: (...given: Given) => T): ((...given: Given) => T) =>
      (...given) => {
        this.#spend();
        return answer(...given);
      };
    return {
      ...{ random: counted(random), score: counted(score), weight: counted(weight) },
      ...{ place: counted(place), home: counted(home), runningForMs: counted(runningForMs) },
    };
  }

  candidates(candidates: Candidates): Candidates {
    return new Proxy(candidates, {
      get: (target, property, receiver): unknown => {
        this.#spend();
        return Reflect.get(target, property, receiver);
      },
    });
  }

  #spend(): void {
    this.#spent += 1;
    assert.ok(
      this.#spent <= this.#most,
      `takes more than ${this.#most} steps for one pick among ${this.#size} candidates`,
    );
  }
}
