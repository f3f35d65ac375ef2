import { agentCookie } from '../estate/agent-cookie.js';
import { eventually } from '../estate/eventually.js';
import { startEstate } from '../estate/start-estate.js';
import type { Estate } from '../estate/start-estate.js';
import { postForm } from '../scenarios/chat-client.js';
import type { ChatReply } from '../scenarios/chat-client.js';
import type { Answer } from './answer.js';
import { ask, send } from './ask.js';
import type { Wish } from './ask.js';
import { secretsOf } from './estate-secrets.js';
import type { EstateSecrets } from './estate-secrets.js';
import { takeOver } from './taken-over-server.js';
import type { HostileServer } from './taken-over-server.js';

/** A chat, as whoever began it knows it. */
export type Chat = Pick<ChatReply, 'chatId' | 'userId' | 'secureKey' | 'alias'>;

/** A visitor of tenant Resources, and what nobody else may read. */
export interface Victim {
  readonly chat: Chat;
  readonly canary: string;
  readonly emailAddress: string;
  readonly interactionId: string;
}

/** Where attempts are played: an estate of real processes, with a victim in tenant Resources, and who attacks in tenant Environment. */
export interface Stage {
  readonly estate: Estate;
  readonly secrets: EstateSecrets;
  readonly web: string;
  readonly frontDoor: string;
  readonly scs: string;
  readonly victim: Victim;
  /** The attacker's own chat. */
  readonly own: Chat;
  readonly hostile: HostileServer;
  /** The cookie of an agent of Environment alone. */
  readonly agent: string;
  urlOf(application: string): string;
  /** Everything that was answered is looked through for what nobody may read. */
  ask(url: string, wish?: Wish): Promise<Answer>;
  send(url: string, bytes: string): Promise<string>;
  /** What was answered since this was last asked. */
  heard(): readonly string[];
  /** The victim's own refresh. */
  refreshVictim(): Promise<ChatReply>;
  stop(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const estate = await startEstate();
  try {
    return await stageOn(estate);
  } catch (error) {
    await estate.stop();
    throw error;
  }
}

async function stageOn(estate: Estate): Promise<Stage> {
  const { urls, processes } = estate.ready;
  const [web = '', scs = ''] = [urls.web[0], urls.scs[0]];
  const sales = `${web}/genesys/2/chat/sales`;
  const canary = 'the victim has said this and nobody else may read it';
  const emailAddress = 'victim@resources.test';
  const begun = await postForm(sales, { nickname: 'Victim', subject: canary, text: canary, emailAddress });
  const mail = await postForm<{ readonly interactionId: string }>(`${web}/genesys/2/email/sales`, {
    ...{ firstName: 'V', lastName: 'Ictim', fromAddress: emailAddress, subject: canary, text: canary },
  });
  const own = await postForm(`${web}/genesys/2/chat/support`, { nickname: 'Eve' });
  const agent = await agentCookie(estate, 'erin');
  const secrets = secretsOf(estate);
  const hostile = await takeOver(estate, secrets);
  const { chatId, userId, secureKey, alias } = begun.data;
  let heard: string[] = [];

  const stage: Stage = {
    ...{ estate, secrets, hostile, web, frontDoor: urls.frontDoor, scs, agent, own: own.data },
    victim: { chat: begun.data, canary, emailAddress, interactionId: mail.data.interactionId },
    urlOf(application) {
      const port = processes.find((process) => process.application === application)?.port;
      if (port === undefined) throw new Error(`The estate has no port of "${application}".`);
      return `http://127.0.0.1:${port}`;
    },
    async ask(url, wish) {
      const answer = await ask(url, wish);
      heard.push(`${JSON.stringify([...answer.headers])}\n${answer.text}`);
      return answer;
    },
    async send(url, bytes) {
      const answer = await send(url, bytes);
      heard.push(answer);
      return answer;
    },
    heard() {
      const all = heard;
      heard = [];
      return all;
    },
    async refreshVictim() {
      const proof = { userId, secureKey, alias, transcriptPosition: '1' };
      return (await postForm(`${sales}/${chatId}/refresh`, proof)).data;
    },
    async stop() {
      await hostile.close();
      await estate.stop();
    },
  };
  await eventually('the victim to have its chat', async () =>
    (await stage.refreshVictim()).statusCode === 0 ? true : undefined,
  );
  return stage;
}
