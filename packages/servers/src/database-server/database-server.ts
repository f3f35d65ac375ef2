import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { addressOf } from '../application-server/address-of.js';
import type { ListenAddress } from '../application-server/address-of.js';
import type { ApplicationServer, StartServer } from '../application-server/application-server.js';

const mostConnections = 100;

/** An embedded PostgreSQL that any client can speak to over the network. In memory where no directory is given. */
export async function openDatabase({ port, host }: ListenAddress, directory?: string): Promise<ApplicationServer> {
  const database = await PGlite.create(directory);
  const server = new PGLiteSocketServer({ db: database, port, host, maxConnections: mostConnections });
  await server.start();
  return {
    whenIdle: () => Promise.resolve(),
    async close() {
      await server.stop();
      await database.close();
    },
  };
}

/** Starts the database on its port `default`; option `data-directory` of section `database` makes it keep its data. */
export const startDatabaseServer: StartServer = ({ registration }) => {
  const directory = registration().application.options.database?.['data-directory'];
  return openDatabase(addressOf(registration(), 'default'), directory);
};
