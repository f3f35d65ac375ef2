/** A mail as it arrived. `receivedUtc` is ms since 1970. */
export interface Mail {
  readonly id: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly receivedUtc: number;
  readonly messageId: string;
}

const mostMails = 1_000;

/** The last thousand mails, for everybody to read: this is a toy for developers. */
export class Mailbox {
  #mails: readonly Mail[] = [];
  #lastId = 0;

  add(mail: Omit<Mail, 'id'>): void {
    this.#lastId += 1;
    this.#mails = [...this.#mails, { ...mail, id: this.#lastId }].slice(-mostMails);
  }

  /** Newest first; of one addressee, or all. */
  mailsTo(address: string | undefined): readonly Mail[] {
    const wanted = address?.toLowerCase();
    return this.#mails
      .filter(({ to }) => wanted === undefined || to.some((one) => one.toLowerCase() === wanted))
      .reverse();
  }
}
