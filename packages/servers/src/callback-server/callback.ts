/** `new` until its time has come, then `due` until an agent has called. */
export type CallbackState = 'new' | 'due' | 'done';

/** A call that a customer asked for. `at` and `requestedUtc` are ms since 1970. */
export interface Callback {
  readonly callbackId: string;
  readonly tenant: string;
  readonly service: string;
  readonly name: string;
  /** In the form E.164: `+` and digits. */
  readonly phoneNumber: string;
  readonly at: number;
  readonly state: CallbackState;
}

/** A call as it is asked for. Asked again under the same `requestId`, it is still one call. */
export interface CallbackWish extends Omit<Callback, 'callbackId' | 'state'> {
  readonly requestId: string;
}
