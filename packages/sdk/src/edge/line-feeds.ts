/** Makes every end of a line a line feed, wherever a text is cut into pieces: a carriage return alone ends a line at once. */
export class LineFeeds {
  #wasCarriageReturn = false;

  of(piece: string): string {
    if (piece === '') return piece;
    const text = this.#wasCarriageReturn && piece.startsWith('\n') ? piece.slice(1) : piece;
    this.#wasCarriageReturn = piece.endsWith('\r');
    return text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text;
  }
}
