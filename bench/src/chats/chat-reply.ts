/** As much of a reply of Chat API Version 2 as a visitor looks at. */
export interface ChatReply {
  readonly chatId: string;
  readonly statusCode: number;
  readonly alias: string;
  readonly userId: string;
  readonly secureKey: string;
  readonly chatEnded: boolean;
  readonly nextPosition: number;
  readonly messages: readonly { readonly type: string; readonly text?: string }[];
  readonly errors?: readonly { readonly code: number; readonly message: string }[];
}
