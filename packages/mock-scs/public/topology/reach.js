import { apiPath } from '../estate/kinds.js';
import { request } from '../session/request.js';

const shortestPauseMs = 1000;

/** What a server can be balanced to for a tenant, asked for anew when the estate has changed. */
export class Reach {
  #wanted = '';
  #askedFor = '';
  #askedAt = -shortestPauseMs;
  #answer;
  #timer;

  /** As last heard, or undefined where nothing is asked for, or nothing was answered yet. Calls `refresh` when there is news. */
  current({ server, tenant }, { estate, refresh }) {
    if (!server || !tenant || !estate.get('application', server) || !estate.get('tenant', tenant)) {
      this.#answer = undefined;
      return undefined;
    }
    this.#wanted = JSON.stringify([server, tenant, estate.count]);
    if (this.#wanted !== this.#askedFor) this.#askSoon({ server, tenant }, refresh);
    const isOfThese = this.#answer?.application === server && this.#answer.tenant === tenant;
    return isOfThese ? this.#answer : undefined;
  }

  close() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#askedFor = '';
  }

  #askSoon(asked, refresh) {
    if (this.#timer !== undefined) return;
    const isOther = this.#answer?.application !== asked.server || this.#answer?.tenant !== asked.tenant;
    const pause = isOther ? 0 : Math.max(0, this.#askedAt + shortestPauseMs - performance.now());
    this.#timer = setTimeout(() => this.#ask(asked, refresh), pause);
  }

  async #ask({ server, tenant }, refresh) {
    this.#askedFor = this.#wanted;
    this.#askedAt = performance.now();
    const path = `${apiPath('application', server)}/reach?tenant=${encodeURIComponent(tenant)}`;
    const { isOk, body } = await request('GET', path);
    this.#timer = undefined;
    if (isOk) this.#answer = { ...body, byName: new Map(body.candidates.map((each) => [each.application, each])) };
    refresh();
  }
}
