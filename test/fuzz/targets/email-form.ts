import { attachedFiles, emailForm } from '../../../packages/samples/src/web-node/email-api/email-form.js';
import {
  emailFields,
  problemsOf,
  submissionIdOf,
} from '../../../packages/samples/src/web-node/email-api/email-parameters.js';
import { RefusedError } from '../../../packages/samples/src/web-node/refused-error.js';
import { hold } from '../../oracles/hold.js';
import { expectRefusal } from '../expectations.js';
import type { BytesTarget } from '../fuzz-target.js';
import { postForm } from '../post-form.js';
import { postingTo } from '../post-in-process.js';
import { aFormBody, formDictionary } from '../shapes/form-body.js';

const post = postingTo(emailForm());

export const emailFormPosts: BytesTarget = {
  name: 'email-form',
  property:
    'an e-mail form is fields of text and files with safe names, however it is cut into pieces, or is refused with a code',
  reads: 'bytes',
  inputsInTests: 1_000,
  dictionary: formDictionary,
  shaped: aFormBody,
  oracle: async (input) => {
    const request = await postForm(post, input, ({ body, files = [] }) => [
      body as unknown,
      files.map(({ originalname, size }) => [originalname, size]),
    ]);
    if (request === undefined) return 'refused';
    for (const { name } of attachedFiles(request))
      hold(name !== '' && !/[\\/\0]/.test(name), 'a file has no safe name');
    hold(/^[0-9a-f-]{36}$/i.test(submissionIdOf(request.body)), 'a submission has no number');
    try {
      const fields = emailFields(request.body);
      for (const value of Object.values(fields.userData ?? {})) hold(typeof value === 'string', 'user data is no text');
      return problemsOf(fields).length === 0 ? 'taken' : 'refused';
    } catch (error) {
      hold(expectRefusal(error, RefusedError).code === 'MALFORMED_REQUEST', 'the refusal has another code');
      return 'refused';
    }
  },
};
