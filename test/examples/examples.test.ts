import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { anExample } from './an-example.js';
import type { Example } from './an-example.js';

/** A visitor, who sends back what he was given: the alias of the answer, and its cookie. */
class Visitor {
  #alias = '';
  #cookie = '';

  async visit(url: string, tenant = 'Environment'): Promise<{ readonly status: number; readonly text: string }> {
    const parameters = new URLSearchParams({ tenant, ...(this.#alias !== '' && { alias: this.#alias }) });
    const answer = await fetch(`${url}?${parameters}`, { headers: { cookie: this.#cookie } });
    const text = await answer.text();
    this.#cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? this.#cookie;
    this.#alias = /"alias":"([\w-]+)"/.exec(text)?.[1] ?? this.#alias;
    return { status: answer.status, text };
  }
}

const serverIn = (text: string): string => /I am (ChatServer_\d)/.exec(text)?.[1] ?? text;
const names = readdirSync(join(__dirname, '../../examples'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe.each(names)('examples/%s', (name) => {
  let example: Example;
  beforeAll(async () => {
    example = await anExample(name);
  });
  afterAll(() => example[Symbol.asyncDispose]());

  it('brings a visitor back to the same instance, and shares the visitors among the instances', async () => {
    const servers = new Set<string>();
    for (let count = 0; count < 4; count += 1) {
      const visitor = new Visitor();
      const first = serverIn((await visitor.visit(example.url)).text);
      const later = [
        await visitor.visit(example.url),
        await visitor.visit(example.url),
        await visitor.visit(example.url),
      ];
      expect(later.map(({ text }) => serverIn(text))).toEqual([first, first, first]);
      servers.add(first);
    }

    expect([...servers].sort()).toEqual(['ChatServer_1', 'ChatServer_2']);
  });

  it.each([
    ['names no tenant', ''],
    ['names an unknown tenant', 'Nobody'],
    ['names a tenant that is not served here', 'Unserved'],
  ])('refuses a request that %s with 400 (MT-1)', async (_situation, tenant) => {
    expect((await new Visitor().visit(example.url, tenant)).status).toBe(400);
  });

  it('says plainly that a session is lost, or goes on elsewhere, when its instance has stopped', async () => {
    const visitor = new Visitor();
    const first = serverIn((await visitor.visit(example.url)).text);
    await example.stop(first);

    const { status, text } = await visitor.visit(example.url);

    if (name === 'node-http') expect(serverIn(text)).not.toBe(first);
    else expect(status).toBe(410);
  });
});
