import { z } from 'zod';
import type { UserData } from './chat-message.js';
import type { ChatProblem } from './chat-reply.js';
import { storableText } from '../database/storable-json.js';

export const longestMessage = 4_096;
const longestName = 64;
const longestWaitMs = 2_500;

const tenant = z.string().min(1, 'name the tenant (MT-1)').max(255);
const alias = z
  .string()
  .max(255)
  .regex(/^[ -~]*$/, 'send an alias of the load balancer');
const line = (longest: number) => z.string().max(longest).optional();

const mostUserData = 100;
const longestUserData = 64 * 1024;
const userData = z
  .record(z.string().max(255), z.string().max(longestMessage))
  .refine((data) => isWithinBounds(data), `send ${mostUserData} keys and ${longestUserData} letters at most`)
  .optional();

function isWithinBounds(data: UserData): boolean {
  const letters = Object.entries(data).reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  return Object.keys(data).length <= mostUserData && letters <= longestUserData;
}

/** What a chat is given little by little is bounded as a whole. */
export const userDataProblem = (session: { readonly userData: UserData }, { userData: added }: OperationRequest) =>
  isWithinBounds({ ...session.userData, ...added }) ? undefined : tooMuchUserData;

const tooMuchUserData: ChatProblem = {
  code: 912,
  advice: `A chat has room for ${mostUserData} keys and ${longestUserData} letters of user data.`,
  message: 'The user data of the chat is too much.',
};

export const tenantSchema = z.object({ tenant });

export const createSchema = z.object({
  ...{
    tenant,
    service: z.string().min(1).max(255),
    text: z.string().optional(),
    subject: line(255),
    emailAddress: line(320),
  },
  nickname: z.string().trim().optional(),
  firstName: z.string().trim().optional(),
  lastName: z.string().trim().optional(),
  userData,
  /** Under which the web tier selected this Chat Server. */
  alias: alias.default(''),
});
export type CreateRequest = z.infer<typeof createSchema>;

export const operationSchema = z.object({
  ...{ tenant, userId: z.string().max(64), secureKey: z.string().max(128), message: z.string().optional() },
  messageType: z.string().max(64).optional(),
  transcriptPosition: z.int().min(0).optional(),
  waitMs: z.int().min(0).max(longestWaitMs).optional(),
  pushUrl: z.string().optional(),
  nickname: z.string().trim().optional(),
  userData,
  /** The same request says the same thing once, however often it comes. */
  requestId: z.string().min(1).max(64).transform(storableText).optional(),
});
export type OperationRequest = z.infer<typeof operationSchema>;

export const joinSchema = z.object({
  ...{ tenant, nickname: z.string().trim().min(1).max(longestName) },
  type: z.enum(['Agent', 'Supervisor']).default('Agent'),
});

export const restoreSchema = z.object({
  ...{ tenant, alias: alias.min(1), lost: z.array(alias).max(100) },
});

/** What is wrong with what a participant wishes; nothing, usually. */
export function problemsOf(
  operation: string,
  { message, pushUrl, nickname }: OperationRequest,
): readonly ChatProblem[] {
  if (isTooLong(message)) return [tooLong];
  if (operation === 'pushUrl' && !isWebAddress(pushUrl)) return [notAWebAddress];
  if (operation === 'updateNickname' && !isName(nickname)) return [problem(161, 'nickname')];
  return [];
}

function isWebAddress(url: string | undefined): boolean {
  if (url === undefined || url.length > longestMessage || !URL.canParse(url)) return false;
  return ['http:', 'https:'].includes(new URL(url).protocol);
}

const notAWebAddress: ChatProblem = {
  code: 909,
  advice: `Send pushUrl with an address that begins with http:// or https://, of at most ${longestMessage} characters.`,
  message: 'The parameter pushUrl is not a web address.',
};

/** The name to show, or what is wrong with the names given: a nickname, else first and last name. */
export function nicknameOf({ nickname, firstName, lastName }: CreateRequest): string | readonly ChatProblem[] {
  if (nickname !== undefined && nickname !== '')
    return nickname.length <= longestName ? nickname : [problem(161, 'nickname')];
  if (firstName === undefined && lastName === undefined) return [problem(161, 'nickname')];
  const problems: ChatProblem[] = [];
  if (!isName(firstName)) problems.push(problem(102, 'firstName'));
  if (!isName(lastName)) problems.push(problem(103, 'lastName'));
  return problems.length > 0 ? problems : `${firstName ?? ''} ${lastName ?? ''}`;
}

const isName = (name: string | undefined): boolean => name !== undefined && name !== '' && name.length <= longestName;

const problem = (code: number, field: string): ChatProblem => ({
  code,
  advice: `Send ${field} with 1 to ${longestName} characters.`,
  message: `The parameter ${field} is missing, or too long.`,
});

export const tooLong: ChatProblem = {
  code: 204,
  advice: `Send at most ${longestMessage} characters at a time.`,
  message: 'The message is too long.',
};

export const isTooLong = (message: string | undefined): boolean => (message?.length ?? 0) > longestMessage;
