import { smppLibrary } from './smpp-library.js';

/** The answers that we give, by their names in SMPP 3.4. */
export const commandStatus = {
  ok: 0x00,
  invalidMessageLength: 0x01,
  invalidCommandLength: 0x02,
  invalidCommand: 0x03,
  /** A command that needs a binding, from somebody who has none. */
  notBound: 0x04,
  alreadyBound: 0x05,
  systemError: 0x08,
  invalidSource: 0x0a,
  invalidDestination: 0x0b,
  wrongPassword: 0x0e,
  queueFull: 0x14,
  /** Not now: send it again later. */
  temporaryError: 0x64,
  /** Not here: it is another's. */
  rejected: 0x66,
} as const;

const names = new Map(Object.entries(smppLibrary.errors).map(([name, code]) => [code, name]));

export const statusName = (status: number): string =>
  names.get(status) ?? `command status 0x${status.toString(16).padStart(8, '0')}`;

/** What is refused with one of these is worth another attempt later. */
const passing: ReadonlySet<string> = new Set([
  ...['ESME_RTHROTTLED', 'ESME_RMSGQFUL', 'ESME_RX_T_APPN', 'ESME_RSYSERR', 'ESME_RINVBNDSTS'],
]);

export const isPassing = (status: string | undefined): boolean => status !== undefined && passing.has(status);
