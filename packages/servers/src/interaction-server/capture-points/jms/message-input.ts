import type { Message } from 'rhea';
import { z } from 'zod';
import { captureContent } from '../formats/capture-content.js';
import type { CaptureContent } from '../formats/capture-content.js';
import { readCapture } from '../formats/read-capture.js';
import { digestOf } from '../intake/captured-input.js';
import type { CapturedInput } from '../intake/captured-input.js';
import { UnusableCaptureError } from '../unusable-capture-error.js';

/** A `data` section is bytes, one piece or several; an `amqp-value` section is text, bytes or a map. */
const bodySchema = z.union([
  z.string().transform((text) => Buffer.from(text)),
  z.instanceof(Buffer),
  z.object({ typecode: z.literal(0x75), content: z.instanceof(Buffer) }).transform(({ content }) => content),
  z
    .object({ typecode: z.literal(0x75), content: z.array(z.instanceof(Buffer)) })
    .transform(({ content }) => Buffer.concat(content)),
]);

/** A number, text and bytes are different, even where they look alike. */
const idSchema = z.union([
  z.string().min(1).max(1_000),
  z.number().transform((id) => `(number) ${id}`),
  z.instanceof(Buffer).transform((bytes) => `(bytes) ${bytes.toString('hex')}`),
]);

/**
 * A message as an input. Its `message-id` tells it from others when it is delivered again. Its application properties are attributes, too;
 * where its body has one of the same name, that counts.
 * @throws UnusableCaptureError where it has no `message-id`
 */
export function inputOfMessage(message: Message, longestBytes: number): CapturedInput {
  const id = idSchema.safeParse(message.message_id).data;
  if (id === undefined) {
    const reason = 'It has no message-id, so that nobody could tell a second delivery from another message: set one.';
    throw new UnusableCaptureError('NO_MESSAGE_ID', reason);
  }
  const body = bodySchema.safeParse(message.body).data;
  const digest = digestOf(body ?? JSON.stringify([message.body]));
  const content = (): CaptureContent => contentOf(message, body, longestBytes);
  return { identity: `message ${id}`, digest, content };
}

function contentOf(message: Message, body: Buffer | undefined, longestBytes: number): CaptureContent {
  if (body !== undefined && body.length > longestBytes) {
    throw new UnusableCaptureError('TOO_LARGE', `It has more than ${longestBytes} bytes, the most that are taken.`);
  }
  const content = body === undefined ? captureContent(message.body) : readCapture(body);
  return { ...content, attributes: { ...propertiesOf(message), ...content.attributes } };
}

const propertiesSchema = z.record(z.string(), z.unknown()).catch({});
const plainSchema = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** The properties that are plain values. */
function propertiesOf({ application_properties }: Message): Readonly<Record<string, string>> {
  const properties = Object.entries(propertiesSchema.parse(application_properties ?? {}));
  return Object.fromEntries(
    properties.flatMap(([name, value]) => {
      const plain = plainSchema.safeParse(value).data;
      return plain === undefined ? [] : [[name, plain]];
    }),
  );
}
