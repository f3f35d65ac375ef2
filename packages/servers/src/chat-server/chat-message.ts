export type ParticipantType = 'Client' | 'Agent' | 'Supervisor' | 'System';

export type MessageType =
  | 'ParticipantJoined'
  | 'ParticipantLeft'
  | 'Message'
  | 'PushUrl'
  | 'TypingStarted'
  | 'TypingStopped'
  | 'NicknameUpdated'
  | 'FileUploaded'
  | 'FileDeleted'
  | 'CustomNotice'
  | 'Notice'
  | 'IdleAlert'
  | 'IdleClose';

/** Who a message is from; every message says so. */
export interface Sender {
  readonly nickname: string;
  readonly participantId: number;
  readonly type: ParticipantType;
}

/** Key and value, both text. */
export type UserData = Readonly<Record<string, string>>;

/** One line of a transcript, in the shape of Chat API Version 2. `index` counts from 1; `utcTime` is ms since 1970. */
export interface ChatMessage {
  readonly from: Sender;
  readonly index: number;
  readonly type: MessageType;
  readonly utcTime: number;
  readonly text?: string;
  readonly messageType?: string;
  readonly userData?: UserData;
}
