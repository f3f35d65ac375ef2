import { smppLibrary } from './smpp-library.js';

/** One request or answer of SMPP 3.4, as the library reads and writes it. */
export interface ProtocolDataUnit {
  readonly command: string;
  readonly command_status: number;
  readonly sequence_number: number;
  readonly [field: string]: unknown;
  isResponse(): boolean;
  response(fields?: object): ProtocolDataUnit;
  toBuffer(): Buffer;
}

export const newUnit = (command: string, fields: object = {}): ProtocolDataUnit =>
  new smppLibrary.PDU(command, fields) as ProtocolDataUnit;

/** @throws where the body is not what the header says */
export const readUnit = (bytes: Buffer): ProtocolDataUnit => new smppLibrary.PDU(bytes) as ProtocolDataUnit;
