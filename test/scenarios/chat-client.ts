import axios from 'axios';

/** A reply of Chat API Version 2, as its clients see it. */
export interface ChatReply {
  readonly chatId: string;
  readonly statusCode: number;
  readonly alias: string;
  readonly userId: string;
  readonly secureKey: string;
  readonly chatEnded: boolean;
  readonly nextPosition: number;
  readonly messages?: readonly {
    readonly text?: string;
    readonly type: string;
    readonly from: { readonly type: string };
  }[];
  readonly errors?: readonly { readonly code: number; readonly advice: string; readonly message?: string }[];
}

export interface Answer<T = ChatReply> {
  readonly status: number;
  readonly data: T;
}

type Fields = Readonly<Record<string, string>>;

/** Posts a form as the original clients do, and returns whatever is answered. */
export async function postForm<T = ChatReply>(url: string, fields: Fields): Promise<Answer<T>> {
  const { status, data } = await axios.post<T>(url, new URLSearchParams(fields).toString(), {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    validateStatus: () => true,
    timeout: 10_000,
  });
  return { status, data };
}

/** A chat seen from the customer's side: it keeps ids and alias of the first reply, as many clients do. */
export interface CustomerChat {
  readonly created: ChatReply;
  /** Calls `/{chatId}/{action}` on the web node given, or on the one where the chat began. */
  call(action: string, fields?: Fields, webNode?: string): Promise<Answer>;
}

export async function beginChat(webNode: string, service: string, fields: Fields = {}): Promise<CustomerChat> {
  const base = (node: string): string => `${node}/genesys/2/chat/${service}`;
  const { status, data: created } = await postForm(base(webNode), { nickname: 'Ada', subject: 'Test', ...fields });
  if (status !== 200 || created.statusCode !== 0) throw new Error(`No chat: ${status} ${JSON.stringify(created)}`);
  const { chatId, userId, secureKey, alias } = created;
  return {
    created,
    call: (action, more = {}, node = webNode) =>
      postForm(`${base(node)}/${chatId}/${action}`, { userId, secureKey, alias, ...more }),
  };
}
