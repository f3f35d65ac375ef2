import type { WrittenText } from '../smpp/split-text.js';

/** A message that somebody's telephone has sent, or a part of one. */
export interface StoredMessage {
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
  readonly written: WrittenText;
  readonly state: 'waiting' | 'delivered';
  /** The SMS Server that has acknowledged it. */
  readonly deliveredTo?: string;
  /** How often it was delivered, acknowledged or not. */
  readonly attempts: number;
  /** The SMS Servers that said it is not theirs. */
  readonly rejectedBy: readonly string[];
  /** Only to this SMS Server, also where it asks for other numbers. */
  readonly via?: string;
}

/** A message that an SMS Server has sent. */
export interface SubmittedMessage {
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly sentBy: string;
  readonly sentUtc: number;
  readonly part?: { readonly reference: number; readonly total: number; readonly number: number };
}
