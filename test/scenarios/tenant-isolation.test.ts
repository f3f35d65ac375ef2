import axios from 'axios';
import fc from 'fast-check';
import { agentCookie } from '../estate/agent-cookie.js';
import { startEstate } from '../estate/start-estate.js';
import type { Estate } from '../estate/start-estate.js';
import { postForm } from './chat-client.js';
import type { ChatReply } from './chat-client.js';

const services = { Environment: 'support', Resources: 'sales' } as const;
type Tenant = keyof typeof services;
const tenants = ['Environment', 'Resources'] as const;
const agents = { Environment: 'erin', Resources: 'rita' } as const;

/** A visitor, and what nobody else may read. */
interface Visitor {
  readonly tenant: Tenant;
  readonly secret: string;
  readonly emailAddress: string;
  chat?: ChatReply;
  interactionId?: string;
}

type Step =
  | { readonly kind: 'say' | 'read' | 'write e-mail'; readonly visitor: number }
  | { readonly kind: 'read as another'; readonly visitor: number; readonly other: number; readonly borrowed: Borrowed }
  | {
      readonly kind: 'agent looks' | 'agent joins' | 'agent answers e-mail' | 'agent reads contact';
      readonly agent: Tenant;
      readonly asks: Tenant;
      readonly other: number;
    };

/** What the intruder has got hold of, beside the chat id. */
interface Borrowed {
  readonly alias: boolean;
  readonly userId: boolean;
  readonly tenant: boolean;
}

const count = 4;
const visitor = fc.nat(count - 1);
const tenant = fc.constantFrom(...tenants);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom('say' as const, 'read' as const, 'write e-mail' as const), visitor }),
  fc.record({
    kind: fc.constant('read as another' as const),
    ...{ visitor, other: visitor },
    borrowed: fc.record({ alias: fc.boolean(), userId: fc.boolean(), tenant: fc.boolean() }),
  }),
  fc.record({
    kind: fc.constantFrom(
      'agent looks' as const,
      'agent joins' as const,
      'agent answers e-mail' as const,
      'agent reads contact' as const,
    ),
    ...{ agent: tenant, asks: tenant, other: visitor },
  }),
);

describe('tenants and visitors of the whole estate', () => {
  let estate: Estate;
  const cookies = new Map<Tenant, string>();
  let run = 0;

  beforeAll(async () => {
    estate = await startEstate();
    for (const one of tenants) cookies.set(one, await agentCookie(estate, agents[one]));
  }, 90_000);
  afterAll(() => estate.stop(), 30_000);

  const node = (n: number): string => estate.ready.urls.web[n % 2] ?? '';
  const chatUrl = (n: number, { tenant: of, chat }: Visitor): string =>
    `${node(n)}/genesys/2/chat/${services[of]}/${chat?.chatId ?? ''}`;

  async function begin(n: number): Promise<Visitor> {
    const of = tenants[n % 2] ?? 'Environment';
    const secret = `secret of visitor ${n} of ${of} in run ${run}`;
    const emailAddress = `visitor${n}.${run}@${of.toLowerCase()}.test`;
    const { data } = await postForm(`${node(n)}/genesys/2/chat/${services[of]}`, {
      ...{ nickname: `Visitor ${n}`, subject: secret, text: secret, emailAddress },
    });
    return { tenant: of, secret, emailAddress, chat: data };
  }

  /** Does the step; answers with what was read by it, and the visitors whose secrets may be in it. */
  async function take(
    one: Step,
    visitors: readonly Visitor[],
    n: number,
  ): Promise<{ readonly read: string; readonly allowed: readonly Visitor[] }> {
    if ('agent' in one) return agentStep(one, visitors, n);
    const self = visitors[one.visitor]!;
    const { userId = '', secureKey = '', alias = '' } = self.chat ?? {};
    switch (one.kind) {
      case 'say':
        return {
          allowed: [self],
          read: await text(
            postForm(`${chatUrl(n, self)}/send`, {
              userId,
              secureKey,
              alias,
              message: self.secret,
              transcriptPosition: '1',
            }),
          ),
        };
      case 'read':
        return {
          allowed: [self],
          read: await text(
            postForm(`${chatUrl(n, self)}/refresh`, { userId, secureKey, alias, transcriptPosition: '1' }),
          ),
        };
      case 'write e-mail': {
        const fields = {
          firstName: 'V',
          lastName: String(one.visitor),
          fromAddress: self.emailAddress,
          subject: self.secret,
          text: self.secret,
        };
        const { data } = await postForm<{ interactionId?: string }>(
          `${node(n)}/genesys/2/email/${services[self.tenant]}`,
          fields,
        );
        if (data.interactionId !== undefined) self.interactionId = data.interactionId;
        return { allowed: [self], read: JSON.stringify(data) };
      }
      case 'read as another': {
        const victim = visitors[one.other]!;
        const { borrowed } = one;
        const fields = {
          userId: borrowed.userId ? (victim.chat?.userId ?? '') : userId,
          secureKey,
          alias: borrowed.alias ? (victim.chat?.alias ?? '') : alias,
          ...(borrowed.tenant && { tenant: self.tenant }),
        };
        const read = await text(postForm(`${chatUrl(n, victim)}/refresh`, { ...fields, transcriptPosition: '1' }));
        return { read, allowed: [self] };
      }
    }
  }

  async function agentStep(
    one: Extract<Step, { agent: Tenant }>,
    visitors: readonly Visitor[],
    n: number,
  ): Promise<{ readonly read: string; readonly allowed: readonly Visitor[] }> {
    const { agent, asks, kind } = one;
    const victim = visitors[one.other]!;
    const headers = { cookie: cookies.get(agent) ?? '' };
    const allowed = visitors.filter((visitor) => visitor.tenant === agent);
    const options = {
      headers,
      validateStatus: () => true,
      params: { tenant: asks, emailAddress: victim.emailAddress },
    };
    const base = `${node(n)}/agent/api`;
    switch (kind) {
      case 'agent looks':
        return { allowed, read: JSON.stringify((await axios.get<unknown>(`${base}/work`, options)).data) };
      case 'agent reads contact':
        return { allowed, read: JSON.stringify((await axios.get<unknown>(`${base}/contacts`, options)).data) };
      case 'agent joins': {
        const body = { tenant: asks, alias: victim.chat?.alias ?? '', nickname: agent };
        const { data } = await axios.post<unknown>(`${base}/chats/${victim.chat?.chatId ?? ''}/join`, body, options);
        return { allowed, read: JSON.stringify(data) };
      }
      case 'agent answers e-mail': {
        const body = { tenant: asks, nickname: agent, text: 'An answer' };
        const { data, status } = await axios.post<unknown>(
          `${base}/emails/${victim.interactionId ?? 'none'}/reply`,
          body,
          options,
        );
        if (victim.tenant !== agent) expect(status).toBeGreaterThanOrEqual(400);
        return { allowed, read: JSON.stringify(data) };
      }
    }
  }

  const text = async (answer: Promise<{ readonly data: unknown }>): Promise<string> =>
    JSON.stringify((await answer).data);

  it('read only what is theirs, over any interleaving of what visitors, agents and intruders do', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 1, maxLength: 8 }), { minLength: 2, maxLength: 6 }),
        async (people) => {
          run += 1;
          const visitors = await Promise.all(Array.from({ length: count }, (_, n) => begin(n)));
          await Promise.all(
            people.map(async (steps, person) => {
              for (const [index, one] of steps.entries()) {
                const { read, allowed } = await take(one, visitors, person + index);
                const leaked = visitors.filter(
                  (visitor) => !allowed.includes(visitor) && read.includes(visitor.secret),
                );
                expect({ one, leaked }).toEqual({ one, leaked: [] });
              }
            }),
          );
          // Nobody's chat was harmed by it.
          for (const [n, visitor] of visitors.entries()) {
            const { userId = '', secureKey = '', alias = '' } = visitor.chat ?? {};
            const { data } = await postForm(`${chatUrl(n, visitor)}/refresh`, {
              userId,
              secureKey,
              alias,
              transcriptPosition: '1',
            });
            expect(data).toMatchObject({ statusCode: 0, chatEnded: false });
            expect(JSON.stringify(data)).toContain(visitor.secret);
          }
        },
      ),
      { numRuns: 40 },
    );
  }, 120_000);
});
