import smpp from 'smpp';

/** A way to write text as bytes. */
export interface Encoding {
  match(text: string): boolean;
  encode(text: string): Buffer;
  decode(bytes: Buffer): string;
}

interface SmppLibrary {
  /** Its instances are `ProtocolDataUnit`. */
  readonly PDU: new (command: string | Buffer, fields?: object) => unknown;
  readonly encodings: Readonly<Record<'ASCII' | 'LATIN1' | 'UCS2', Encoding>>;
  /** Command statuses by name. */
  readonly errors: Readonly<Record<string, number>>;
  readonly types: { readonly tlv: Readonly<Record<'cstring', unknown>> };
  addTLV(name: string, definition: object): void;
}

/** What we use of the library: how SMPP 3.4 is written and read. Connections are our own, since its have no time-outs and no windows. */
export const smppLibrary: SmppLibrary = smpp as SmppLibrary;
