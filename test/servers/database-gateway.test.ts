import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { systemClock } from '@eservices-lb/sdk';
import { DatabaseGateway } from '../../packages/servers/src/database-server/database-gateway.js';
import { eventually } from '../estate/eventually.js';
import { silentLog } from './application-surroundings.js';
import { freePort } from './free-port.js';

describe('a DB Server in front of the database of another process', () => {
  let gateway: DatabaseGateway;
  let port: number;
  let databasePort: number;
  let database: Server | undefined;
  const changes: boolean[] = [];
  const clients: Socket[] = [];

  /** Says everything again, in capitals. */
  const startDatabase = async (): Promise<void> => {
    database = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (data) => socket.write(data.toString().toUpperCase()));
    });
    database.listen(databasePort, '127.0.0.1');
    await once(database, 'listening');
  };
  const aClient = (): Socket => {
    const client = connect(port, '127.0.0.1');
    client.on('error', () => undefined);
    clients.push(client);
    return client;
  };
  const answerTo = async (client: Socket, text: string): Promise<string> => {
    client.write(text);
    const [data] = (await once(client, 'data')) as [Buffer];
    return data.toString();
  };

  beforeEach(async () => {
    changes.length = 0;
    [port, databasePort] = [await freePort(), await freePort()];
    gateway = new DatabaseGateway({
      ...{ clock: systemClock, log: silentLog, listen: { port, host: '127.0.0.1' } },
      database: () => ({ host: '127.0.0.1', port: databasePort }),
      onChange: (isThere) => changes.push(isThere),
    });
    await gateway.start();
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    await gateway.close();
    database?.close();
    database = undefined;
  });

  it('makes of every connection to it one to the database, and ends both when one ends', async () => {
    await startDatabase();
    const [one, two] = [aClient(), aClient()];

    expect(await Promise.all([answerTo(one, 'one'), answerTo(two, 'two')])).toEqual(['ONE', 'TWO']);
    expect(gateway.clients).toBe(2);
    one.destroy();
    await eventually('the end of the connection', () => (gateway.clients === 1 ? true : undefined));
    expect(await answerTo(two, 'still')).toBe('STILL');
  });

  it('says that the database cannot be reached, lets nobody wait, and says when it is there again', async () => {
    const client = aClient();
    await once(client, 'close');
    expect(changes).toEqual([false]);

    await startDatabase();
    await eventually('the database to be found', () => (changes.at(-1) === true ? true : undefined));
    expect(await answerTo(aClient(), 'again')).toBe('AGAIN');
    expect(changes).toEqual([false, true]);
  });

  it('has no more than 200 clients at a time', async () => {
    await startDatabase();
    const many = Array.from({ length: 200 }, aClient);
    await Promise.all(many.map((client) => answerTo(client, 'hello')));

    const oneTooMany = aClient();
    await once(oneTooMany, 'close');

    expect(await answerTo(many[0]!, 'fine')).toBe('FINE');
  });
});
