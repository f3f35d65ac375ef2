/** What proves who somebody is; whoever reads a log must not be able to speak for them. */
const secrets = ['secureKey', 'userId', 'password', 'authorization', 'cookie', 'body', 'data'];

/**
 * For pino: secrets stand nowhere in a log, not as a field, not in an error nor in what caused it. The body of a request goes with them, for
 * body parsers put it into their errors.
 */
export const logRedaction = {
  paths: ['', 'err.', '*.', '*.*.'].flatMap((where) => secrets.map((secret) => `${where}${secret}`)),
  censor: '[redacted]',
};
