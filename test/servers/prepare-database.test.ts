import type { Registration } from '@eservices-lb/mock-scs/lca';
import { prepareDatabase } from '../../packages/servers/src/interaction-server/database-access-points/prepare-database.js';
import { anApplication } from '../sdk/an-estate.js';

describe('an Interaction Server that prepares its database', () => {
  const application = anApplication({ dbid: 1, name: 'IXN_Backup', type: 'InteractionServer' });
  const registration = { application, primary: 'IXN' } as unknown as Registration;
  const database = { name: 'interactions', identity: '1' };

  /** The statements that it asks, where it is primary for so many of them. */
  async function asked(asPrimary: number): Promise<readonly string[]> {
    const statements: string[] = [];
    const query = (statement: string): Promise<{ rows: object[] }> => {
      statements.push(statement.split(' ')[0] ?? '');
      return Promise.resolve({ rows: statement.startsWith('INSERT') ? [{ generation: 1 }] : [] });
    };
    await prepareDatabase(
      { query },
      {
        ...{ database: database, schema: ['CREATE 1', 'CREATE 2'], registration },
        isStillPrimary: () => statements.length <= asPrimary,
      },
    );
    return statements;
  }

  it('takes the next generation when the tables are made', async () => {
    expect(await asked(4)).toEqual(['CREATE', 'CREATE', 'SELECT', 'INSERT']);
  });

  it('takes none where it has become backup meanwhile (IXN-10)', async () => {
    expect(await asked(1)).toEqual(['CREATE', 'CREATE']);
  });
});
