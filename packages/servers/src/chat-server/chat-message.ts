export type ParticipantType = 'Client' | 'Agent' | 'Supervisor' | 'System';

export type MessageType =
  'ParticipantJoined' | 'ParticipantLeft' | 'Message' | 'TypingStarted' | 'TypingStopped' | 'Notice';

/** Who a message is from; every message says so. */
export interface Sender {
  readonly nickname: string;
  readonly participantId: number;
  readonly type: ParticipantType;
}

/** One line of a transcript, in the shape of Chat API Version 2. `index` counts from 1; `utcTime` is ms since 1970. */
export interface ChatMessage {
  readonly from: Sender;
  readonly index: number;
  readonly type: MessageType;
  readonly utcTime: number;
  readonly text?: string;
  readonly messageType?: string;
}
