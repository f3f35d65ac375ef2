const offsetBasis = 0x811c9dc5 | 0;
const prime = 0x01000193;
/** Once, because a look at a global costs much in a context such as that of Jest. */
const { imul } = Math;

/**
 * FNV-1a of 32 bits over the units of a text, equal on every machine; a signed integer. Not against an adversary. Of our own because the
 * libraries either encode the text into a new buffer at every call, or drop the end of a text that is not ASCII (imurmurhash 0.1.4).
 */
export function hashText(text: string): number {
  let hash = offsetBasis;
  for (let index = 0; index < text.length; index += 1) hash = imul(hash ^ text.charCodeAt(index), prime);
  return hash;
}

/** The finaliser of MurmurHash3: every bit of the input changes half of the bits of the result. A signed integer. */
export function scramble(bits: number): number {
  let hash = bits | 0;
  hash = imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
