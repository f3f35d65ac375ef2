import { accessPointsOf } from '../../packages/servers/src/interaction-server/database-access-points/access-points-of.js';
import { addressOfDatabase } from '../../packages/servers/src/database/database-address.js';
import { aRegistration } from './application-surroundings.js';

const dbServer = { application: 'DBServer_1', type: 'DBServer', host: '127.0.0.1', port: 8211, secure: false };
const dap = {
  ...{ application: 'DAP_1', type: 'DatabaseAccessPoint', host: '192.0.2.1', port: 5432, secure: false },
  ...{ database: 'Interactions', databaseOptions: { name: 'ixn', user: 'ann', password: 'p@ss/word' } },
};

describe('the address of a database', () => {
  const before = process.env.DATABASE_URL;
  afterEach(() => {
    if (before === undefined) delete process.env.DATABASE_URL;
    else process.env.DATABASE_URL = before;
  });

  it('is that of the DB Server among the Connections, else of the Database Access Point there', () => {
    delete process.env.DATABASE_URL;

    expect(addressOfDatabase(aRegistration({}, [dap, dbServer]))).toMatchObject({ host: '127.0.0.1', port: 8211 });
    expect(addressOfDatabase(aRegistration({}, [dap]))).toEqual({
      ...{ host: '192.0.2.1', port: 5432, database: 'ixn', user: 'ann', password: 'p@ss/word' },
    });
    expect(() => addressOfDatabase(aRegistration({}))).toThrow('add one to its Connections');
  });

  it('is a way for each Database Access Point, and the one DB Server or DATABASE_URL only where there is none (IXN-8)', () => {
    delete process.env.DATABASE_URL;
    const waysOf = (...connections: readonly (typeof dap | typeof dbServer)[]): readonly string[] =>
      accessPointsOf(aRegistration({}, connections)).map(({ application }) => application);

    expect(waysOf(dap, { ...dap, application: 'DAP_2' }, dbServer)).toEqual(['DAP_1', 'DAP_2']);
    expect(waysOf(dbServer)).toEqual(['DBServer_1']);
    process.env.DATABASE_URL = 'postgresql://eve:secret@db.example.test/estate';
    expect(waysOf(dbServer)).toEqual(['DATABASE_URL']);
  });

  it('goes through the DB Server to the PostgreSQL of DATABASE_URL, as whom that says, unless the Database Access Point says so', () => {
    process.env.DATABASE_URL = 'postgresql://eve:secret@db.example.test/estate?sslmode=disable';
    const addressOf = (accessPoint: object): unknown =>
      accessPointsOf(aRegistration({}, [{ ...dap, ...accessPoint }]))[0]?.address.connectionString;

    expect(addressOf({ databaseOptions: undefined, host: '::1' })).toBe(
      'postgresql://eve:secret@[::1]:5432/estate?sslmode=disable',
    );
    expect(addressOf({})).toBe('postgresql://ann:p%40ss%2Fword@192.0.2.1:5432/ixn?sslmode=disable');
  });
});
