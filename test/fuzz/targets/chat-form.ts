import { z } from 'zod';
import { chatForm } from '../../../packages/samples/src/web-node/chat-api/chat-form.js';
import { chatWishSchema } from '../../../packages/samples/src/web-node/chat-api/chat-parameters.js';
import { decodeParameters } from '../../../packages/samples/src/web-node/decode-parameters.js';
import { RefusedError } from '../../../packages/samples/src/web-node/refused-error.js';
import { hold } from '../../oracles/hold.js';
import { expectRefusal } from '../expectations.js';
import type { BytesTarget } from '../fuzz-target.js';
import { postForm } from '../post-form.js';
import { postingTo } from '../post-in-process.js';
import { aFormBody, formDictionary } from '../shapes/form-body.js';

const largestFile = 4_096;
const post = postingTo(chatForm({ largestFile: () => largestFile }));

export const chatFormPosts: BytesTarget = {
  name: 'chat-form',
  property:
    'a form of the chat API is parameters of text and at most one file, however it is cut into pieces, or is refused with a code',
  reads: 'bytes',
  inputsInTests: 1_000,
  dictionary: formDictionary,
  shaped: aFormBody,
  oracle: async (input) => {
    const request = await postForm(post, input, ({ body, file }) => [body as unknown, file?.originalname, file?.size]);
    if (request === undefined) return 'refused';
    const { body, file } = request;
    hold(file === undefined || file.size <= largestFile, 'a file is larger than is taken');
    for (const [name, value] of Object.entries(body as object)) {
      hold(!/[[\]]/.test(name), 'a parameter has members');
      if (name === 'userData' && typeof value !== 'string') z.record(z.string(), z.unknown()).parse(value);
    }
    try {
      decodeParameters(chatWishSchema, body);
    } catch (error) {
      hold(expectRefusal(error, RefusedError).code === 'MALFORMED_REQUEST', 'the refusal has another code');
      return 'refused';
    }
    return 'taken';
  },
};
