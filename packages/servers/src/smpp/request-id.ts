import { smppLibrary } from './smpp-library.js';

/**
 * SMPP has no number by which a message that is sent again is known; this parameter of our own (from the range that SMPP 3.4 leaves to vendors)
 * carries one. An SMS Center that does not know it ignores it. The library keeps all parameters in one list, to which it is added once.
 */
smppLibrary.addTLV('request_id', { id: 0x1501, type: smppLibrary.types.tlv.cstring });

export const requestIdField = 'request_id';
