import { DatabaseError } from 'pg';
import { askingDatabase } from '../../packages/servers/src/database/asking-database.js';

describe('what needs the database', () => {
  const failing = async (code: string | undefined): Promise<{ readonly status: unknown; readonly isLost: boolean }> => {
    let isLost = false;
    const ask = askingDatabase({ lost: () => (isLost = true) });
    const error = code === undefined ? new Error('connect ECONNREFUSED') : new DatabaseError('refused', 7, 'error');
    const refused: unknown = await ask(() => Promise.reject(Object.assign(error, { code }))).catch(
      (one: unknown) => one,
    );
    return { status: (refused as { status?: number }).status, isLost };
  };

  it.each(['22021', '22P05', '22003', '23505'])(
    'is refused as bad input where the database does not take a value (%s), and the database is not lost',
    async (code) => {
      expect(await failing(code)).toEqual({ status: 400, isLost: false });
    },
  );

  it.each(['57P01', '08006', undefined])('passes where the database is away (%s)', async (code) => {
    expect(await failing(code)).toEqual({ status: 503, isLost: true });
  });
});
