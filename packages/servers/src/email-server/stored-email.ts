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
}

/** A mail as it is stored. `receivedUtc` is ms since 1970. */
export interface StoredEmail extends Omit<SubmittedEmail, 'submissionId'> {
  readonly interactionId: string;
  readonly receivedUtc: number;
  readonly state: 'new' | 'answered';
  readonly acknowledged: boolean;
  readonly reply?: { readonly nickname: string; readonly text: string } | undefined;
}
