import { request } from '../session/request.js';
import { describeChange } from './describe-change.js';
import { auditEntry } from './audit-entry.js';

const limit = 2000;
const auditPauseMs = 5000;

/** The last two thousand things that happened, oldest first, as far as this console heard of them. */
export class EventLog {
  #entries = [];
  #nextId = 1;
  #lastAudit = 0;
  #isAuditAllowed = true;
  #auditAskedAt = -auditPauseMs;

  get entries() {
    return this.#entries;
  }

  /** Begins with the notices that the control server kept. */
  async begin() {
    const { isOk, body } = await request('GET', '/api/v1/notices');
    if (isOk) for (const notice of body.notices) this.#add(noticeEntry(notice));
    this.#sort();
  }

  /** Call it before the estate knows of the event: what changed is told from what was. */
  apply({ name, body }, estate) {
    const at = Date.now();
    if (name === 'notice') this.#add(noticeEntry(body));
    if (name === 'status') this.#addStatus(body, estate.status(body.application), at);
    if (name === 'host-status') {
      const message = `${estate.hostStatus(body.host)} → ${body.status}`;
      const objects = [{ kind: 'host', name: body.host }];
      this.#add({ at, kind: 'host', level: body.status === 'running' ? 'info' : 'error', message, objects });
    }
    if (name === 'configuration') {
      const { object, message } = describeChange(body, estate);
      this.#add({ at, kind: 'configuration', level: 'info', message, objects: [object] });
    }
  }

  /** Asks for what the audit trail has that is not here yet, at most every few seconds; resolves to whether something was added. */
  async readAudit(now) {
    if (!this.#isAuditAllowed || now - this.#auditAskedAt < auditPauseMs) return false;
    this.#auditAskedAt = now;
    const { isOk, status, body } = await request('GET', '/api/v1/audit?limit=200');
    if (status === 403 || status === 404) this.#isAuditAllowed = false;
    if (!isOk) return false;
    const added = body.entries.filter(({ at }) => at > this.#lastAudit);
    for (const entry of added) this.#add(auditEntry(entry));
    this.#lastAudit = Math.max(this.#lastAudit, ...added.map(({ at }) => at));
    this.#sort();
    return added.length > 0;
  }

  #addStatus({ application, status, mode, load }, before, at) {
    const isSame = before.status === status && before.mode === mode;
    const message = isSame
      ? `load ${load ?? '—'}`
      : `${before.status} → ${status}${before.mode === mode ? '' : `, ${before.mode} → ${mode}`}`;
    const objects = [{ kind: 'application', name: application }];
    this.#add({ at, kind: isSame ? 'load' : 'status', level: levelOf(status), message, objects });
  }

  #add(entry) {
    this.#entries.push({ id: this.#nextId++, ...entry });
    if (this.#entries.length >= limit * 1.25) this.#entries = this.#entries.slice(-limit);
  }

  #sort() {
    this.#entries.sort((a, b) => a.at - b.at || a.id - b.id);
  }
}

function levelOf(status) {
  if (status === 'unknown') return 'error';
  return status === 'service-unavailable' ? 'warning' : 'info';
}

const noticeEntry = ({ at, level, code, message, rule, objects }) => ({
  ...{ at, kind: 'notice', level, objects },
  message: `${message} (${rule === undefined ? code : `${code}, ${rule}`})`,
});
