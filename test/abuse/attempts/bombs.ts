import { deflateSync, gzipSync } from 'node:zlib';
import { allOf, inWords } from '../answer.js';
import type { Attempt } from '../attempt.js';
import { asReader, whereTokenIsFound } from '../reader-token.js';
import type { Stage } from '../stage.js';

const urlencoded = 'application/x-www-form-urlencoded';
const deep = (levels: number, open = '[', close = ']'): string => `${open.repeat(levels)}${close.repeat(levels)}`;

const chat = async (stage: Stage, body: string | Buffer, headers: Readonly<Record<string, string>> = {}) =>
  inWords(
    await stage.ask(`${stage.web}/genesys/2/chat/support`, {
      body,
      headers: { 'content-type': urlencoded, ...headers },
    }),
  );

const json = async (stage: Stage, url: string, body: string, headers: Readonly<Record<string, string>> = {}) =>
  inWords(await stage.ask(url, { body, headers: { 'content-type': 'application/json', ...headers } }));

export const bombs: readonly Attempt[] = [
  {
    ...{
      who: 'visitor',
      attempt: 'sends a form of a few kB that unfolds to 50 MB (gzip, deflate, gzip twice)',
      surface: 'Chat API',
    },
    expected: '413 912, 415 913',
    play: async (stage) => {
      const unfolded = Buffer.alloc(50 * 1024 * 1024, 'a');
      const bomb = gzipSync(unfolded);
      return allOf([
        await chat(stage, deflateSync(unfolded), { 'content-encoding': 'deflate' }),
        await chat(stage, bomb, { 'content-encoding': 'gzip' }),
        await chat(stage, gzipSync(bomb), { 'content-encoding': 'gzip, gzip' }),
      ]);
    },
  },
  {
    ...{ who: 'visitor', attempt: 'sends a form of thousands of keys', surface: 'Chat API' },
    expected: '413 912',
    play: (stage) => chat(stage, Array.from({ length: 5_000 }, (_, index) => `k${index}=1`).join('&')),
  },
  {
    ...{ who: 'visitor', attempt: 'sends a multipart form of thousands of parts', surface: 'Chat API, E-mail API' },
    expected: '413 912',
    play: async (stage) => {
      const parts = (): FormData => {
        const form = new FormData();
        for (let index = 0; index < 1_500; index += 1) form.append(`k${index}`, '1');
        return form;
      };
      return allOf([
        inWords(await stage.ask(`${stage.web}/genesys/2/chat/support`, { body: parts() })),
        inWords(await stage.ask(`${stage.web}/genesys/2/email/support`, { body: parts() })),
      ]);
    },
  },
  {
    ...{ who: 'visitor', attempt: 'gives members to what every object inherits from, in a form and a query' },
    ...{ surface: 'Chat API (prototypes)', expected: '400 909, 200' },
    play: async (stage) =>
      allOf([
        await chat(stage, 'nickname=E&__proto__[isAgent]=1'),
        await chat(stage, 'nickname=E&constructor[prototype][isAgent]=1'),
        await chat(stage, 'nickname=E&userData[__proto__]=1&userData[constructor]=2'),
        inWords(await stage.ask(`${stage.web}/?__proto__[isAgent]=1&constructor.prototype.isAgent=1`)),
      ]),
  },
  {
    ...{
      who: 'visitor',
      attempt: 'sends JSON of 30,000 levels, of __proto__, of a number too large',
      surface: 'call-backs',
    },
    expected: '400 930, 400 909',
    play: async (stage) => {
      const url = `${stage.web}/api/callbacks?service=support`;
      return allOf([
        await json(stage, url, `{"service":"support","name":"E","__proto__":{"phoneNumber":"+12133734253"}}`),
        await json(stage, url, deep(30_000)),
        await json(stage, url, `{"service":"support","name":${deep(20_000)}}`),
        await json(stage, url, '{"service":"support","name":1e999}'),
      ]);
    },
  },
  {
    ...{ who: 'visitor', attempt: 'writes an e-mail address on which a careless pattern would work for hours' },
    ...{ surface: 'Chat API, E-mail API', expected: '400 364' },
    play: async (stage) => {
      const mail = { firstName: 'E', lastName: 'V', subject: 'S', text: 'T' };
      const outcomes: string[] = [];
      for (const address of [
        `${'a.'.repeat(15_000)}@`,
        `a@${'a.'.repeat(15_000)}`,
        `"${'\\'.repeat(30_000)}`,
        '@'.repeat(30_000),
      ]) {
        const form = { ...mail, fromAddress: address };
        outcomes.push(inWords(await stage.ask(`${stage.web}/genesys/2/email/support`, { form })));
        outcomes.push(await chat(stage, new URLSearchParams({ nickname: 'E', emailAddress: address }).toString()));
      }
      return allOf(outcomes);
    },
  },
  {
    ...{ who: 'visitor', attempt: 'calls files by ten thousand dots, by a path, by a device, by nothing' },
    ...{ surface: 'E-mail API, file names', expected: '400 203, 400 909' },
    play: async (stage) => {
      const outcomes: string[] = [];
      for (const name of [`a${'.'.repeat(10_000)}x`, '../../etc/passwd', 'C:\\aux', 'a.png\u0000.html', 'page.svg']) {
        const form = new FormData();
        for (const [key, value] of Object.entries({ firstName: 'E', lastName: 'V', subject: 'S', text: 'T' }))
          form.append(key, value);
        form.append('fromAddress', 'eve@example.test');
        form.append('files', new Blob(['<svg onload="alert(1)"/>'], { type: 'image/png' }), name);
        outcomes.push(inWords(await stage.ask(`${stage.web}/genesys/2/email/support`, { body: form })));
      }
      return allOf(outcomes);
    },
  },
  {
    ...whereTokenIsFound,
    ...{ who: 'reader', attempt: 'sends JSON of 200,000 levels, YAML, and JSON that unfolds to 50 MB, to be judged' },
    ...{
      surface: 'control server, configuration editor',
      expected: '200, 415 UNSUPPORTED_MEDIA_TYPE, 413 BODY_TOO_LARGE',
    },
    play: async (stage) => {
      const url = `${stage.scs}/api/v1/validate`;
      const { headers } = asReader(stage);
      const yaml = { ...headers, 'content-type': 'application/yaml' };
      const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024, ' '));
      const zipped = { ...headers, 'content-type': 'application/json', 'content-encoding': 'gzip' };
      return allOf([
        await json(stage, url, deep(200_000), headers),
        await json(stage, url, `{"applications":${deep(100_000, '{"a":', '}').replace('}', '1}')}}`, headers),
        inWords(await stage.ask(url, { body: 'a: &a [*a, *a]', headers: yaml })),
        inWords(await stage.ask(url, { body: bomb, headers: zipped })),
      ]);
    },
  },
];
