import request from 'supertest';
import { serviceApplication } from '../../packages/servers/src/application-server/service-application.js';
import { mediaServerDoor } from '../../packages/servers/src/media-server/media-server-door.js';
import { eventually } from '../estate/eventually.js';
import { authorization, serviceSecret, silentLog } from './application-surroundings.js';

describe('a media server that is to stop when its work is done', () => {
  it('waits for what strategies have asked it', async () => {
    let finish: (() => void) | undefined;
    const door = mediaServerDoor({
      operations: { slow: () => new Promise((resolve) => (finish = () => resolve({}))) },
      ...{ tenants: () => ['Environment'], isAccepting: () => true, askDatabase: (act) => act() },
      setAside: { list: () => Promise.resolve([]) },
    });
    const application = serviceApplication(door.routes, { serviceSecret, isBackup: () => false, log: silentLog });
    const interaction = { interactionId: '1', media: 'sms', tenant: 'Environment', subject: '', attributes: {} };
    const answered = request(application)
      .post('/esp/slow')
      .set('authorization', authorization)
      .send({ requestId: '1', tenant: 'Environment', interaction })
      .then(({ status }) => status);
    const end = await eventually('the operation to begin', () => finish);
    const order: string[] = [];
    const idle = door.whenIdle().then(() => order.push('idle'));

    order.push('finished');
    end();
    await idle;

    expect(order).toEqual(['finished', 'idle']);
    expect(await answered).toBe(200);
    await door.whenIdle();
  });
});
