import { startMockScs } from '@eservices-lb/mock-scs';
import type { MockScs } from '@eservices-lb/mock-scs';
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { z } from 'zod';
import { anEstateOf, estateInput, tenantNames, to } from './an-estate-of.js';

const root = join(__dirname, '../..');
const script = join(root, 'packages/sdk/bin/eservices-lb.js');

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe('the command line', () => {
  let directory: string;

  /** The built command, as an operator runs it. */
  const run = (...parameters: readonly string[]): Promise<Ended> =>
    new Promise((resolve) => {
      const options = { cwd: directory, env: environment(), timeout: 20_000 };
      const child = execFile(process.execPath, [script, ...parameters], options, (_error, stdout, stderr) => {
        resolve({ code: child.exitCode ?? -1, stdout, stderr });
      });
    });

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'command-line-'));
    writeFileSync(join(directory, 'sound.json'), JSON.stringify(estateInput({ applications: [] })));
    writeFileSync(join(directory, 'wrong.yaml'), wrong);
  });
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  it('costs those nothing who use the library: it loads no commander', async () => {
    const program = `for (const door of ['', '/rules', '/wire', '/testing', '/metrics']) require('@eservices-lb/sdk' + door);
      console.log(Object.keys(require.cache).filter((file) => file.includes('commander')).length)`;

    const { stdout } = await promisify(execFile)(process.execPath, ['-e', program], { cwd: root });

    expect(stdout).toBe('0\n');
  });

  describe('validate', () => {
    it('ends with 0 where there is nothing to say', async () => {
      expect(await run('validate', 'sound.json')).toEqual({
        code: 0,
        stdout: 'sound.json: no errors, no warnings\n',
        stderr: '',
      });
    });

    it('ends with 1 at errors, each with file, line, rule and remedy, in the order of lines', async () => {
      const { code, stdout } = await run('validate', 'wrong.yaml');

      expect(code).toBe(1);
      expect(stdout.split('\n').filter((line) => line.startsWith('wrong.yaml:'))).toEqual([
        expect.stringMatching(/^wrong.yaml:11: error: application "Chat": unknown host "nowhere"$/),
        expect.stringMatching(/^wrong.yaml:19: error MT-3: application "Email_2": it lists the further tenant "B"/),
        expect.stringMatching(/^wrong.yaml:22: warning MT-3: application "Social"/),
        'wrong.yaml: 2 errors, 1 warning',
      ]);
      expect(stdout).toContain(
        '    Leave one tenant on the list, and deploy another instance for each of the others.\n',
      );
    });

    it('ends with 0 where there are only warnings', async () => {
      const input = estateInput({
        applications: [{ name: 'Social', type: 'SocialMessagingServer', tenants: tenantNames }],
      });
      writeFileSync(join(directory, 'warned.json'), JSON.stringify(input));

      expect(await run('validate', 'warned.json')).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('no errors, 1 warning\n'),
      });
    });

    it.each([
      ['a file that is not there', ['validate', 'nothing.yaml'], 'nothing.yaml cannot be read: ENOENT'],
      ['a server that is not there', ['validate', 'http://127.0.0.1:1/'], 'http://127.0.0.1:1/ cannot be read'],
      ['no file', ['validate'], 'missing required argument'],
      ['an unknown command', ['dance'], 'unknown command'],
      ['an unknown format', ['validate', 'sound.json', '--format', 'xml'], 'Allowed choices are text, json, sarif'],
      ['no control server', ['explain', '--application', 'a', '--tenant', 'b', '--type', 'c'], "'--scs <urls>'"],
    ])('ends with 2, and says why, at %s', async (_case, parameters, message) => {
      const { code, stderr, stdout } = await run(...parameters);

      expect(stderr).toContain(message);
      expect(stdout).toBe('');
      expect(code).toBe(2);
    });

    it('tells programs the same in JSON', async () => {
      const { code, stdout } = await run('validate', 'wrong.yaml', '--json');

      expect(code).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({
        ...{ file: 'wrong.yaml', errors: 2, warnings: 1 },
        findings: [{ line: 11 }, { line: 19, rule: 'MT-3', path: ['applications', 2, 'tenants', 1] }, { line: 22 }],
      });
    });

    it('writes SARIF 2.1.0 that code review tools can read', async () => {
      const { code, stdout } = await run('validate', 'wrong.yaml', '--sarif', 'findings.sarif');
      const printed = await run('validate', 'wrong.yaml', '--format', 'sarif');
      const written = readFileSync(join(directory, 'findings.sarif'), 'utf8');

      expect([code, printed.code]).toEqual([1, 1]);
      expect(stdout).toContain('2 errors');
      expect(printed.stdout).toBe(written);
      const [{ tool, results }] = sarifSchema.parse(JSON.parse(written)).runs;
      expect(results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
        ['CONFIGURATION', 'error'],
        ['MT-3', 'error'],
        ['MT-3', 'warning'],
      ]);
      for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
      expect(results.map(({ locations }) => locations[0].physicalLocation)).toEqual(
        [11, 19, 22].map((startLine) => ({ artifactLocation: { uri: 'wrong.yaml' }, region: { startLine } })),
      );
    });
  });

  describe('with a control server', () => {
    let scs: MockScs;
    const asked = (type = 'ChatServer'): readonly string[] => [
      ...['--scs', scs.url, '--token', scs.token, '--application', 'Web', '--tenant', 'Environment', '--type', type],
    ];

    beforeAll(async () => {
      scs = await startMockScs({ configuration, epoch: 1 });
      for (const name of ['Chat_1', 'Chat_2']) scs.world.report(name, 'running');
    });
    afterAll(() => scs.close());

    it('explain says of every candidate why it is selectable or not', async () => {
      const { code, stdout } = await run('explain', ...asked());

      expect(stdout.split('\n')).toEqual([
        'Chat_1  selectable      running',
        'Chat_2  selectable      running',
        expect.stringMatching(/^Chat_3 {2}not selectable {2}stopped/),
        '',
      ]);
      expect(code).toBe(0);
    });

    it('explain ends with 1 and the reason where nothing is selectable', async () => {
      const { code, stdout } = await run('explain', ...asked('EmailServer'), '--json');

      expect(JSON.parse(stdout)).toMatchObject({
        candidates: [{ selectable: false }],
        refusal: { code: 'NO_INSTANCE' },
      });
      expect(code).toBe(1);
    });

    it('pick shows what would be picked, and the share of each', async () => {
      const { stdout, code } = await run('pick', ...asked(), '--count', '10');
      const { stdout: json } = await run('pick', ...asked(), '--count', '1000', '--json');

      expect(
        stdout
          .split('\n')
          .slice(0, 10)
          .every((line) => /^ ?\d+ {2}Chat_[12] {2}http:\S+$/.test(line)),
      ).toBe(true);
      expect(stdout).toContain('\nChat_1  5  50 %\nChat_2  5  50 %\n');
      expect(code).toBe(0);
      expect(JSON.parse(json)).toMatchObject({
        shares: [
          { application: 'Chat_1', picks: 500, percent: 50 },
          { application: 'Chat_2', picks: 500, percent: 50 },
        ],
      });
    });

    it.each([
      ['a tenant that there is not', ['--tenant', 'Nowhere'], 1, 'Tenant "Nowhere"'],
      ['an application that there is not', ['--application', 'Nobody'], 2, 'no application "Nobody"'],
      ['a wrong token', ['--token', 'wrong', '--timeout', '1'], 2, 'token'],
    ])('pick says why it cannot, at %s', async (_case, parameters, code, message) => {
      const ended = await run('pick', ...asked(), ...parameters);

      expect(ended).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(message) });
    });

    it('validate judges what the control server holds', async () => {
      const { code, stdout } = await run('validate', scs.url, '--token', scs.token);
      const refused = await run('validate', scs.url);

      expect(stdout).toBe(`${scs.url}: no errors, no warnings\n`);
      expect([code, refused.code]).toEqual([0, 2]);
      expect(refused.stderr).toContain('ESERVICES_TOKEN');
    });

    it('watch prints a line for each change until Ctrl-C', async () => {
      const watch = new Watch(scs);
      expect(await watch.next()).toMatch(/6 applications, 2 of them running, for 2 tenants/);

      scs.world.report('Chat_1', 'suspended');
      expect(await watch.next()).toMatch(/Z {2}Chat_1 suspended, was running$/);
      scs.world.disable('application', 'Chat_2');
      expect(await watch.next()).toMatch(/Z {2}application Chat_2 changed: disabled$/);
      scs.world.remove('application', 'Spare');
      expect(await watch.next()).toMatch(/Z {2}application Spare deleted$/);

      expect(await watch.interrupt()).toBe(0);
      scs.world.report('Chat_1', 'running');
      scs.world.enable('application', 'Chat_2');
    });

    it('watch keeps to a type, and speaks JSON', async () => {
      const watch = new Watch(scs, '--type', 'EmailServer', '--json');
      await watch.next();

      scs.world.report('Chat_3', 'initializing');
      scs.world.report('Email', 'running');

      expect(JSON.parse(await watch.next())).toMatchObject({
        ...{ change: 'status', kind: 'application', name: 'Email', status: 'running', before: 'stopped' },
      });
      expect(await watch.interrupt()).toBe(0);
    });
  });
});

/** No colours, and nothing that is meant for other tests. */
function environment(): NodeJS.ProcessEnv {
  const { PATH } = process.env;
  return { PATH };
}

/** A running `eservices-lb watch`, whose lines come one by one. */
class Watch {
  readonly #process: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor({ url, token }: MockScs, ...parameters: readonly string[]) {
    const env = { ...environment(), ESERVICES_SCS: url, ESERVICES_TOKEN: token };
    this.#process = spawn(process.execPath, [script, 'watch', ...parameters], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#lines = createInterface({ input: this.#process.stdout! })[Symbol.asyncIterator]();
  }

  async next(): Promise<string> {
    const { value } = (await this.#lines.next()) as { value: string };
    return value;
  }

  /** @returns the exit code */
  async interrupt(): Promise<unknown> {
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGINT');
    const [code] = (await ended) as [number | null];
    return code;
  }
}

const configuration = anEstateOf({
  applications: [
    { name: 'Web', type: 'WebAPIServer', connections: to('Chat_1', 'Chat_2', 'Chat_3') },
    { name: 'Chat_1', type: 'ChatServer' },
    { name: 'Chat_2', type: 'ChatServer' },
    { name: 'Chat_3', type: 'ChatServer' },
    { name: 'Spare', type: 'StatServer' },
    { name: 'Email', type: 'EmailServer' },
  ],
});

const wrong = `tenants:
  - { dbid: 1, name: A }
  - { dbid: 2, name: B }
hosts:
  - { dbid: 1, name: one, address: 127.0.0.1 }
applications:
  - name: Chat
    dbid: 1
    type: ChatServer
    tenants: [A]
    host: nowhere
  - { name: Email_1, dbid: 2, type: EmailServer, tenants: [A], host: one }
  - name: Email_2
    dbid: 3
    type: EmailServer
    host: one
    tenants:
      - A
      - B
  - { name: Email_3, dbid: 4, type: EmailServer, tenants: [B], host: one }
  # The guide contradicts itself here.
  - { name: Social, dbid: 5, type: SocialMessagingServer, tenants: [A, B], host: one }
`;

const text = z.strictObject({ text: z.string().min(1) });
const level = z.enum(['error', 'warning']);

/** What of SARIF 2.1.0 is used, by the names and types of its specification. */
const sarifSchema = z.strictObject({
  $schema: z.literal('https://json.schemastore.org/sarif-2.1.0.json'),
  version: z.literal('2.1.0'),
  runs: z.tuple([
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.literal('eservices-lb'),
          semanticVersion: z.string().regex(/^\d+\.\d+\.\d+/),
          rules: z.array(
            z.strictObject({
              id: z.string(),
              shortDescription: text,
              fullDescription: text,
              help: text,
              defaultConfiguration: z.strictObject({ level }),
            }),
          ),
        }),
      }),
      columnKind: z.literal('utf16CodeUnits'),
      results: z.array(
        z.strictObject({
          ruleId: z.string(),
          ruleIndex: z.int().nonnegative(),
          level,
          message: text,
          locations: z.tuple([
            z.strictObject({
              physicalLocation: z.strictObject({
                artifactLocation: z.strictObject({ uri: z.string() }),
                region: z.strictObject({ startLine: z.int().positive() }),
              }),
              logicalLocations: z.array(z.strictObject({ fullyQualifiedName: z.string() })).optional(),
            }),
          ]),
        }),
      ),
    }),
  ]),
});
