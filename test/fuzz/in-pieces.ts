import { seededRandom } from '@eservices-lb/sdk/testing';

const mostCut = 600;

/** Bytes cut at places that follow from them, so that the same input is always cut alike; what is long is cut only at its beginning. */
export function inPieces(input: Buffer): readonly Buffer[] {
  const random = seededRandom(input.reduce((sum, byte) => (Math.imul(sum, 31) + byte) | 0, 7));
  const longest = random() < 0.2 ? 1 : 24;
  const cut: Buffer[] = [];
  let at = 0;
  while (at < Math.min(input.length, mostCut)) {
    const length = 1 + Math.floor(random() * longest);
    cut.push(input.subarray(at, at + length));
    at += length;
  }
  return at < input.length ? [...cut, input.subarray(at)] : cut;
}
