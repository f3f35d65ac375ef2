import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const root = join(__dirname, '../..');
const sdk = join(root, 'packages/sdk');

const use = `
  const loadBalancer = createLoadBalancer({ application: 'Web', source: new ManualSource(), aliasKeys: [key] });
  const request = { url: '/?tenant=A', headers: {} };
  requireTenant({ loadBalancer, application: 'Web' })(request, {}, (error) => {
    console.log(error instanceof LoadBalancerError, error.code);
    void loadBalancer.close();
  });`;
const key = `const key = Buffer.alloc(32, 7).toString('base64');`;
const names = [
  ['{ createLoadBalancer, LoadBalancerError }', '@eservices-lb/sdk'],
  ['{ requireTenant }', '@eservices-lb/sdk/express'],
  ['{ ManualSource }', '@eservices-lb/sdk/testing'],
] as const;

/** The SDK as npm would publish it, in a project that has nothing but its dependencies: no Express, no prom-client. */
describe('the packed SDK', () => {
  let project: string;
  beforeAll(() => {
    project = mkdtempSync(join(tmpdir(), 'eservices-lb-packed-'));
    execFileSync('npm', ['pack', '--silent', '--pack-destination', project], { cwd: sdk });
    const [tarball = ''] = readdirSync(project);
    execFileSync('tar', ['xf', tarball], { cwd: project });
    const modules = join(project, 'node_modules');
    mkdirSync(join(modules, '@eservices-lb'), { recursive: true });
    execFileSync('mv', ['package', join(modules, '@eservices-lb/sdk')], { cwd: project });
    const { dependencies } = z
      .object({ dependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync(join(sdk, 'package.json'), 'utf8')));
    for (const name of Object.keys(dependencies)) {
      const places = [sdk, root].map((place) => join(place, 'node_modules', name));
      symlinkSync(places.find((place) => existsSync(place)) ?? name, join(modules, name));
    }
  }, 60_000);
  afterAll(() => {
    rmSync(project, { recursive: true });
  });

  it.each([
    ['import', 'mjs', names.map(([what, from]) => `import ${what} from '${from}';`)],
    ['require', 'cjs', names.map(([what, from]) => `const ${what} = require('${from}');`)],
  ])('has a door for Express that works by %s where no Express is installed', (_how, extension, lines) => {
    const file = join(project, `program.${extension}`);
    writeFileSync(file, [...lines, key, use].join('\n'));

    expect(execFileSync(process.execPath, [file], { cwd: project, encoding: 'utf8' })).toBe(
      'true DIRECTORY_UNAVAILABLE\n',
    );
  });

  it('has a door for Express whose types need none either', () => {
    const lines = [
      `import { createLoadBalancer } from '@eservices-lb/sdk';`,
      `import { answerErrors, requireTenant, tenantOf } from '@eservices-lb/sdk/express';`,
      `import { createServer } from 'node:http';`,
      `const loadBalancer = createLoadBalancer({ application: 'Web', scs: ['http://127.0.0.1:8090'] });`,
      `const tenant = requireTenant({ loadBalancer, application: 'Web' });`,
      `createServer((request, response) => {`,
      `  tenant(request, response, (error) => {`,
      `    if (error !== undefined) answerErrors()(error, request, response, () => undefined);`,
      `    else response.end(tenantOf(request) satisfies string);`,
      `  });`,
      `});`,
    ];
    writeFileSync(join(project, 'program.mts'), lines.join('\n'));
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--types', 'node'];
    const typeRoots = ['--typeRoots', join(root, 'node_modules/@types')];
    const compiler = join(root, 'node_modules/typescript/bin/tsc');

    expect(() =>
      execFileSync(process.execPath, [compiler, ...options, ...typeRoots, '--skipLibCheck', 'program.mts'], {
        cwd: project,
        encoding: 'utf8',
      }),
    ).not.toThrow();
  }, 60_000);
});
