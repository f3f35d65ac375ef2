import { apiPath, kinds } from '../estate/kinds.js';
import { request } from '../session/request.js';
import { blankOf, fieldsOf } from './fields.js';
import { isSame, objectOf, valuesOf } from './form-values.js';
import { rebase } from './rebase.js';

/** What the API tells of an application beside its configuration. */
const runState = ['status', 'mode', 'load', 'sessions', 'effectiveTenants', 'epoch', 'revision', 'warnings'];
const configurationOf = (view) =>
  Object.fromEntries(Object.entries(view).filter(([field]) => !runState.includes(field)));

/** An object as it is being edited: what was read, with its revision, and what the form holds. */
export class Draft {
  base;
  values;
  tag;
  fields;
  /** Of the last answer. */
  findings = [];
  problems = {};
  /** What others changed meanwhile. */
  changes = [];
  isBusy = false;

  constructor(kind, name) {
    this.kind = kind;
    this.name = name;
    this.isNew = name === undefined;
    this.fields = fieldsOf(kind, this.isNew);
  }

  get isDirty() {
    return this.values !== undefined && !isSame(this.values, valuesOf(this.base, this.fields));
  }

  begin(estate) {
    this.#take(blankOf(this.kind, estate));
  }

  /** Reads the object afresh; resolves to what went wrong, if anything. */
  async read() {
    const { isOk, body, tag, error } = await request('GET', apiPath(this.kind, this.name));
    if (isOk) this.#take(configurationOf(body), tag);
    return error;
  }

  set(field, value) {
    this.values = { ...this.values, [field]: value };
  }

  /** Whether the object is no longer what was read. */
  isOverdue(estate) {
    const current = estate.get(this.kind, this.name);
    return this.base !== undefined && current !== undefined && !isSame(current, this.base);
  }

  /** The object that the form stands for; undefined where the form cannot be read. */
  toObject() {
    const { object, problems } = objectOf(this.values, this.fields, this.base);
    this.problems = problems;
    return Object.keys(problems).length === 0 ? object : undefined;
  }

  /** Stores the object; resolves to the answer. Where it changed meanwhile, the draft is put on what it has become. */
  async save(object) {
    const headers = this.tag === undefined ? {} : { 'if-match': this.tag };
    const answer = await request('PUT', apiPath(this.kind, object.name), { body: object, headers });
    this.findings = answer.error?.findings ?? answer.body?.warnings ?? [];
    if (answer.isOk) this.#take(configurationOf(answer.body), answer.tag);
    else if (answer.status === 412) await this.catchUp();
    return answer;
  }

  async catchUp() {
    const { isOk, body, tag } = await request('GET', apiPath(this.kind, this.name));
    if (!isOk) return;
    const { base, values, changes } = rebase(this, configurationOf(body));
    Object.assign(this, { base, values, changes, tag });
  }

  /** Asks what the rules would say, without saving; resolves to the answer. */
  async check(object) {
    const snapshot = await request('GET', '/api/v1/snapshot');
    if (!snapshot.isOk) return snapshot;
    const { list } = kinds[this.kind];
    const objects = snapshot.body[list];
    const isKnown = objects.some(({ name }) => name === object.name);
    const changed = isKnown ? objects.map((each) => (each.name === object.name ? object : each)) : [...objects, object];
    const answer = await request('POST', '/api/v1/validate', { body: { ...snapshot.body, [list]: changed } });
    if (answer.isOk) this.findings = answer.body.findings;
    return answer;
  }

  delete() {
    return request('DELETE', apiPath(this.kind, this.name), { headers: { 'if-match': this.tag } });
  }

  #take(object, tag) {
    this.base = object;
    this.tag = tag;
    this.values = valuesOf(object, this.fields);
    this.problems = {};
    this.changes = [];
  }
}
