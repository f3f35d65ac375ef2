import { refusalOf } from '../../packages/samples/src/web-node/refusal-of.js';
import { hold } from '../oracles/hold.js';
import { expectSame } from './expectations.js';
import { inPieces } from './in-pieces.js';
import type { Handled, ReadRequest } from './post-in-process.js';
import { endsWhereItSays, formTypeOf } from './shapes/form-body.js';

type Post = (type: string, chunks: readonly Buffer[]) => Promise<Handled>;

/**
 * What was made of the form in an input, whole and in pieces, which must make no difference; undefined where it was refused, with a code.
 * `essence` is what a difference would be noticed by.
 */
export async function postForm(
  post: Post,
  input: Buffer,
  essence: (request: ReadRequest) => unknown,
): Promise<ReadRequest | undefined> {
  const type = formTypeOf(input);
  const form = input.subarray(1);
  const summaryOf = (handled: Handled): unknown =>
    'error' in handled ? refusalOf(handled.error).code : essence(handled.request);
  const handled = await post(type, [form]);
  if (endsWhereItSays(input)) {
    const cut = await post(type, inPieces(form));
    expectSame(summaryOf(cut), summaryOf(handled), 'the same form in pieces is another');
  }
  if (!('error' in handled)) return handled.request;
  const { code } = refusalOf(handled.error);
  hold(code !== 'INTERNAL_ERROR', () => `nobody foresaw ${String(handled.error)}`);
  return undefined;
}
