import { request } from '../session/request.js';

const shortestPauseMs = 3000;

/** What the rules say of the configuration in use, asked for anew when the estate has changed. */
class FindingsStore {
  #findings;
  #askedFor = -1;
  #askedAt = -shortestPauseMs;
  #isAsking = false;

  /** As last heard; undefined before. Calls `refresh` when there is news. */
  current({ estate, refresh }) {
    const isOld = this.#askedFor !== estate.count && performance.now() - this.#askedAt > shortestPauseMs;
    if (isOld && !this.#isAsking) this.#ask(estate.count, refresh);
    return this.#findings;
  }

  async #ask(count, refresh) {
    this.#isAsking = true;
    this.#askedAt = performance.now();
    this.#askedFor = count;
    const { isOk, body } = await request('GET', '/api/v1/findings');
    this.#isAsking = false;
    if (!isOk) return;
    this.#findings = body.findings;
    refresh();
  }
}

export const findingsStore = new FindingsStore();
