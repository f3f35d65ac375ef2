/** A new number for a request, under which it is carried out once. Unlike randomUUID, it is there on pages without TLS, too. */
export const newRequestId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
