import { readUnit } from './protocol-data-unit.js';
import type { ProtocolDataUnit } from './protocol-data-unit.js';
import { SmppError } from './smpp-error.js';

/** A unit as it was read, with its bytes. */
export interface ReceivedUnit {
  readonly unit: ProtocolDataUnit;
  readonly bytes: Buffer;
}

const headerBytes = 16;
const longestBytes = 70_000;

/** Cuts what arrives into protocol data units. */
export class PduStream {
  #rest: Buffer = Buffer.alloc(0);

  /**
   * The units that are complete by now.
   * @throws SmppError MALFORMED_PDU where what comes is no SMPP; nothing that follows can be read
   */
  *push(chunk: Buffer): Iterable<ReceivedUnit | UnreadableUnit> {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (this.#rest.length >= 4) {
      const length = this.#rest.readUInt32BE(0);
      if (length < headerBytes || length > longestBytes) {
        const message = `A protocol data unit of ${length} bytes was announced; SMPP 3.4 has ${headerBytes} to ${longestBytes}.`;
        throw new SmppError('MALFORMED_PDU', message);
      }
      if (this.#rest.length < length) return;
      const bytes = this.#rest.subarray(0, length);
      this.#rest = this.#rest.subarray(length);
      yield read(bytes);
    }
  }
}

/** A unit whose header can be read, and whose body cannot. */
export interface UnreadableUnit {
  readonly sequenceNumber: number;
  readonly isResponse: boolean;
  readonly reason: string;
}

function read(bytes: Buffer): ReceivedUnit | UnreadableUnit {
  try {
    return { unit: readUnit(bytes), bytes };
  } catch (error) {
    const isResponse = (bytes.readUInt32BE(4) & 0x8000_0000) !== 0;
    const reason = error instanceof Error ? error.message : String(error);
    return { sequenceNumber: bytes.readUInt32BE(12), isResponse, reason };
  }
}
