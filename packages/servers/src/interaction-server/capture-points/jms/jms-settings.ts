import { z } from 'zod';
import { commonSettings, longestBytes, wholeNumber } from '../capture-point-options.js';
import { variableName } from '../secret-of-option.js';

const queue = z.string().min(1).max(255);

/** The options of a JMS Capture Point, which speaks AMQP 1.0 to the broker. */
export const jmsSettings = commonSettings.extend({
  /** `amqp://host:port`, or `amqps://host:port` for TLS. */
  broker: z
    .url({ protocol: /^amqps?$/, error: 'amqp://host:port or amqps://host:port is expected' })
    .refine(
      (url) => !url.includes('@'),
      'credentials have no place here: use settings/username and settings/password-variable',
    ),
  /** The queue to capture from, as the broker addresses it: with RabbitMQ /queue/name. */
  address: queue,
  /** The queue for messages that are set aside. */
  'dead-letter-address': queue,
  username: z.string().min(1).max(255).optional(),
  /** The environment variable that holds the password. */
  'password-variable': z.string().regex(variableName, 'the name of an environment variable is expected').optional(),
  /** The certificate of the authority that vouches for the broker, in PEM, where the machine does not know it. */
  'ca-file': z.string().min(1).max(1_000).optional(),
  concurrency: wholeNumber(1, 64).default(4),
  'longest-bytes': longestBytes,
});
export type JmsSettings = z.infer<typeof jmsSettings>;
