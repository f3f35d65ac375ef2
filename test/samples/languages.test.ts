import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { languages, translateTo } from '../../packages/samples/src/web-node/languages/texts.js';
import { aWebNode } from './a-web-node.js';
import type { WebNode } from './a-web-node.js';

const samples = join(__dirname, '../../packages/samples');
const textsOf = (language: string): Readonly<Record<string, string>> =>
  JSON.parse(readFileSync(join(samples, 'public/languages', `${language}.json`), 'utf8')) as Record<string, string>;
const filesBelow = (directory: string, ending: RegExp): readonly string[] =>
  readdirSync(join(samples, directory), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .map((name) => join(samples, directory, name));
const placeholders = (text: string): readonly string[] => (text.match(/\{\w+\}/g) ?? []).sort();

describe('the languages of the pages', () => {
  it('are all that have a file, and every file is one', () => {
    const files = readdirSync(join(samples, 'public/languages')).map((name) => name.replace('.json', ''));

    expect(files.sort()).toEqual([...languages].sort());
  });

  it.each(languages)('say the same things in %s, with the same values in them', (language) => {
    const [texts, english] = [textsOf(language), textsOf('en')];

    expect(Object.keys(texts).sort()).toEqual(Object.keys(english).sort());
    for (const [key, text] of Object.entries(texts)) {
      expect(text).not.toBe('');
      expect({ key, values: placeholders(text) }).toEqual({ key, values: placeholders(english[key] ?? '') });
    }
  });

  it('have every text that a view or a script asks for', () => {
    const english = textsOf('en');
    const files = [...filesBelow('views', /\.ejs$/), ...filesBelow('public', /\.js$/)];
    const asked = files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\bt\('([\w.]+)'/g)].map(([, key = '']) => key),
    );

    expect(asked.length).toBeGreaterThan(50);
    expect(asked.filter((key) => !(key in english))).toEqual([]);
  });

  it('show an unknown text by its key, and a value that is missing by its name', () => {
    const t = translateTo('en');

    expect(t('no.such.text')).toBe('no.such.text');
    expect(t('chat.with', {})).toContain('{service}');
  });

  describe('of a visitor', () => {
    let node: WebNode;
    beforeAll(async () => {
      node = await aWebNode();
    });
    afterAll(() => node[Symbol.asyncDispose]());

    it.each([
      ['the browser’s', '/chat', 'de-AT,de;q=0.9,en;q=0.5', 'de', 'Chatten Sie mit uns'],
      ['English where we do not speak the browser’s', '/chat', 'fr', 'en', 'Chat with us'],
      ['the one that was chosen', '/chat?language=de', 'en', 'de', 'Chatten Sie mit uns'],
      ['the browser’s where an unknown one is asked for', '/email?language=xx', 'en', 'en', 'Write to us'],
    ])('is %s', async (...[, path, accepted, language, words]) => {
      const { text } = await request(node.app).get(path).set('accept-language', accepted).expect(200);

      expect(text).toContain(`<html lang="${language}">`);
      expect(text).toContain(words);
    });

    it('stays the chosen one on the way to other pages', async () => {
      const { text } = await request(node.app).get('/?language=de').expect(200);

      expect(text).toContain('href="/email?language=de"');
    });
  });
});
