import { request } from '../session/request.js';

const pauseMs = 1500;

/** What applications show of their work, asked for again and again while a page that shows it is open and in sight. */
class WorkStore {
  #byApplication;
  #problem;
  #heardAt;
  #refresh;
  #timer;
  #asking;
  #onVisibility = () => this.#askNow();

  /** As last heard, by the name of the application; undefined before. */
  get byApplication() {
    return this.#byApplication;
  }

  /** Why it could not be asked for the last time, in words, and since when what is shown is old. */
  get problem() {
    return this.#problem && { message: this.#problem, heardAt: this.#heardAt };
  }

  open({ refresh }) {
    this.close();
    [this.#byApplication, this.#problem, this.#heardAt] = [];
    this.#refresh = refresh;
    document.addEventListener('visibilitychange', this.#onVisibility);
    this.#askNow();
  }

  close() {
    document.removeEventListener('visibilitychange', this.#onVisibility);
    clearTimeout(this.#timer);
    this.#asking = undefined;
  }

  async #askNow() {
    clearTimeout(this.#timer);
    if (document.hidden || this.#asking !== undefined) return;
    const asking = {};
    this.#asking = asking;
    const { isOk, body, error } = await request('GET', '/api/v1/work');
    if (this.#asking !== asking) return;
    this.#asking = undefined;
    this.#take(isOk && Array.isArray(body?.applications) ? body.applications : undefined, error);
    this.#refresh();
    this.#timer = setTimeout(() => this.#askNow(), pauseMs);
  }

  #take(applications, error) {
    this.#problem = applications === undefined ? (error?.message ?? 'The answer cannot be read.') : undefined;
    if (applications === undefined) return;
    this.#heardAt = Date.now();
    this.#byApplication = new Map(applications.map((each) => [each.application, each]));
  }
}

export const workStore = new WorkStore();
