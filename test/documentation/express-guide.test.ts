import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as sdk from '@eservices-lb/sdk';
import { refusalOf } from '@eservices-lb/sdk/express';
import * as door from '@eservices-lb/sdk/express';
import { root } from './fenced-code.js';

const page = readFileSync(join(root, 'docs/guides/express.md'), 'utf8');
const facts = { type: 'ChatServer', tenant: 'Environment', epoch: 1, revision: 1 };

const errors = Object.values({ ...sdk, ...door })
  .filter(
    (value): value is typeof sdk.ClosedError =>
      typeof value === 'function' && value.prototype instanceof sdk.LoadBalancerError,
  )
  .map((Class) => errorOf(Class));

describe('docs/guides/express.md', () => {
  it.each(errors.map((error) => [error.code, error] as const))(
    'has %s at the status it is answered with',
    (_, error) => {
      const { status, code } = refusalOf(error);
      const row = page.split('\n').find((line) => line.startsWith(`| ${status} `)) ?? '';

      expect(row).toContain(`\`${code}\``);
      expect(page).toContain(`\`${error.code}\``);
    },
  );
});

/** Errors that need facts are made of ones that suit them all. */
function errorOf(Class: new (...given: never[]) => sdk.LoadBalancerError): sdk.LoadBalancerError {
  return new Class(...([facts, [], ''] as never[]));
}
