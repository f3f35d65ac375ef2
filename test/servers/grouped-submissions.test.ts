import { ManualClock } from '@eservices-lb/sdk/testing';
import { DatabaseError } from 'pg';
import { GroupedSubmissions } from '../../packages/servers/src/interaction-server/grouped-submissions.js';
import type { Interaction, Submission } from '../../packages/servers/src/interaction-server/interaction.js';

const submission = (interactionId: string): Submission => ({
  ...{ interactionId, tenant: 'Environment', media: 'sms', service: 'sms', subject: '', attributes: {} },
});
const stored = (one: Submission): Interaction => ({
  ...{ ...one, queue: 'inbound-sms', state: 'new', submittedUtc: 1, step: 0 },
});
const unstorable = (): DatabaseError => Object.assign(new DatabaseError('no such text', 1, 'error'), { code: '22021' });

describe('submissions that come together', () => {
  /** A database in memory, with a statement that takes until it is told to end. */
  function aDatabase() {
    const known = new Set<string>();
    const statements: (readonly string[])[] = [];
    let fail: (one: Submission) => Error | undefined = () => undefined;
    const insert = (some: readonly Submission[]): Promise<readonly Interaction[]> => {
      statements.push(some.map(({ interactionId }) => interactionId));
      const error = some.map((one) => fail(one)).find((one) => one !== undefined);
      if (error !== undefined) return Promise.reject(error);
      const isNew = some.filter(({ interactionId }) => !known.has(interactionId) && known.add(interactionId));
      return Promise.resolve(isNew.map(stored));
    };
    const clock = new ManualClock();
    const submissions = new GroupedSubmissions({
      clock,
      store: {
        submitNew: insert,
        submit: async (one) => ({ interaction: stored(one), isNew: (await insert([one])).length > 0 }),
      },
    });
    const submit = (...ids: readonly string[]) => ids.map((id) => submissions.submit(submission(id)));
    /** Ends the statement that is under way, and the pause after it. */
    const goOn = async (): Promise<void> => {
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
      clock.advance(10);
    };
    return { statements, submit, goOn, failWhere: (where: typeof fail) => (fail = where) };
  }

  it('share a statement; what comes alone is stored at once', async () => {
    const { statements, submit, goOn } = aDatabase();

    const [first, ...others] = submit('1', '2', '3', '4');
    await first;
    await goOn();

    expect(await Promise.all(others)).toMatchObject([{ isNew: true }, { isNew: true }, { isNew: true }]);
    expect(statements).toEqual([['1'], ['2', '3', '4']]);
  });

  it('are new once, also twice in the same statement, or where one is known already', async () => {
    const { submit, goOn } = aDatabase();
    const [first] = submit('1');
    await first;

    const all = submit('0', '1', '2', '2');
    await goOn();

    expect((await Promise.all(all)).map(({ isNew }) => isNew)).toEqual([true, false, true, false]);
  });

  it('do without the one that the database can never take', async () => {
    const { submit, goOn, failWhere } = aDatabase();
    failWhere(({ interactionId }) => (interactionId === 'bad' ? unstorable() : undefined));

    const all = Promise.allSettled(submit('0', '1', 'bad', '2'));
    await goOn();

    expect((await all).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  });

  it('all hear of it when the database does not answer, and those that come later are stored', async () => {
    const { submit, goOn, failWhere } = aDatabase();
    failWhere(() => new Error('gone'));
    const all = Promise.allSettled(submit('0', '1', '2'));
    await goOn();
    expect((await all).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);

    failWhere(() => undefined);
    await goOn();
    const [later] = submit('1');
    await goOn();

    expect(await later).toMatchObject({ isNew: true });
  });
});
