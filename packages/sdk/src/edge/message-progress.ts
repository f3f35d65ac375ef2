/** Whether a stream of server-sent messages stands within one; a comment is none. Lines end with a line feed. */
export class MessageProgress {
  #isAtLineStart = true;
  #isComment = false;
  #hasFields = false;

  /** Of a line that is not complete nobody knows yet what it will be, so it counts. */
  get isWithin(): boolean {
    return this.#hasFields || !this.#isAtLineStart;
  }

  /** @returns whether a message ended in the text */
  read(text: string): boolean {
    let hasEnded = false;
    for (let at = 0; at < text.length;) {
      const lineEnd = text.indexOf('\n', at);
      if (this.#isAtLineStart && lineEnd === at) {
        hasEnded ||= this.#hasFields;
        this.#hasFields = false;
      } else {
        if (this.#isAtLineStart) this.#isComment = text[at] === ':';
        this.#hasFields ||= !this.#isComment;
      }
      this.#isAtLineStart = lineEnd !== -1;
      at = lineEnd === -1 ? text.length : lineEnd + 1;
    }
    return hasEnded;
  }
}
