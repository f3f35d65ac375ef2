/** What our APIs say when they refuse a request: a name for programs, and the number that the Chat and E-mail API's clients expect. */
export const refusalNumbers = {
  FIRST_NAME_MISSING: 102,
  LAST_NAME_MISSING: 103,
  SUBJECT_MISSING: 104,
  EMAIL_ADDRESS_MISSING: 181,
  TEXT_MISSING: 182,
  EMAIL_ADDRESS_MALFORMED: 364,
  NOBODY_SELECTABLE: 240,
  TENANT_MISSING: 901,
  UNKNOWN_TENANT: 902,
  TENANT_NOT_SERVED: 903,
  TENANT_CONTRADICTS_SERVICE: 904,
  UNKNOWN_SERVICE: 905,
  ALIAS_INVALID: 906,
  ALIAS_MISSING: 907,
  CHAT_LOST: 908,
  MALFORMED_REQUEST: 909,
  FILES_NOT_ACCEPTED: 910,
  SERVER_UNREACHABLE: 911,
  PAYLOAD_TOO_LARGE: 912,
  UNSUPPORTED_CONTENT_TYPE: 913,
  UNKNOWN_ROUTE: 914,
  INTERNAL_ERROR: 915,
  TOO_MANY_FILES: 201,
  FILE_TOO_LARGE: 202,
  FILE_TYPE_NOT_ACCEPTED: 203,
  FILE_MISSING: 916,
  TOO_MANY_REQUESTS: 917,
  REQUEST_TIMEOUT: 918,
  ACTION_REFUSED: 919,
  ACTION_FORBIDDEN: 920,
  LOGIN_REQUIRED: 921,
  TENANT_NOT_YOURS: 922,
  FOREIGN_ORIGIN: 923,
  PHONE_NUMBER_MALFORMED: 930,
  TIME_NOT_POSSIBLE: 931,
  NAME_MISSING: 932,
} as const;

export type RefusalCode = keyof typeof refusalNumbers;

/** The request cannot be served as it is; `advice` tells its sender what to send instead. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';

  constructor(
    readonly code: RefusalCode,
    message: string,
    readonly advice: string,
    readonly status: 400 | 401 | 403 | 404 | 408 | 413 | 415 | 429 | 500 | 503 = 400,
  ) {
    super(message);
  }

  /** The form in which `errors[]` of the Chat and E-mail API carries it. */
  get entry(): { readonly code: number; readonly advice: string; readonly message: string } {
    return { code: refusalNumbers[this.code], advice: this.advice, message: this.message };
  }
}
