/** A file that came with a mail. `size` is in bytes; `index` counts from 1. */
export interface Attachment {
  readonly index: number;
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

/** A file on its way into the database. */
export interface SentFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

/** A mail that a customer wrote, as the web tier hands it over. */
export interface SubmittedEmail {
  /** Made by the web tier; the same mail submitted again, here or at another E-mail Server, has the same. */
  readonly submissionId: string;
  readonly tenant: string;
  readonly service: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly fromAddress: string;
  readonly subject: string;
  readonly text: string;
  readonly mailbox?: string | undefined;
  readonly userData?: Readonly<Record<string, string>> | undefined;
  readonly attachments?: readonly SentFile[];
}

/** A mail that came over SMTP. */
export interface ReceivedEmail extends SubmittedEmail {
  /** What its sender's program calls it, in angle brackets. */
  readonly messageId: string | undefined;
  /** No person wrote it, so that no machine answers it (RFC 3834). */
  readonly isAutomatic: boolean;
}

/** A mail as it is stored. `receivedUtc` is ms since 1970. */
export interface StoredEmail extends Omit<SubmittedEmail, 'submissionId' | 'attachments'> {
  readonly interactionId: string;
  readonly receivedUtc: number;
  readonly state: 'new' | 'answered';
  readonly acknowledged: boolean;
  readonly attachments: readonly Attachment[];
  readonly reply?: { readonly nickname: string; readonly text: string } | undefined;
}
