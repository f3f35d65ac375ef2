/** A connection between the two control servers of a pair. Messages arrive whole and in order, or not at all. */
export interface Channel {
  send(text: string): void;
  /** Ends it at once; the other side sees it closed too. */
  destroy(): void;
  /** Called once, before anything can arrive. */
  listen(handlers: ChannelHandlers): void;
}

export interface ChannelHandlers {
  onMessage(text: string): void;
  /** Called once. */
  onClosed(): void;
}
