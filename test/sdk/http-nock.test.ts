import nock from 'nock';
import { email } from './an-estate-of-servers.js';
import { anEmailServer, anEstate, aSnapshot } from './an-estate.js';

const ports = [{ id: 'default', port: 9_999, protocol: '', secure: false }];

describe('lb.http over node', () => {
  afterAll(() => {
    nock.restore();
  });

  it('is intercepted by nock', async () => {
    const estate = await anEstate(aSnapshot([anEmailServer(1, { ports })]), { transport: 'node' });
    const intercepted = nock('http://127.0.0.1:9999').get('/path').reply(200, { a: 1 });

    const { data } = await estate.loadBalancer.http(email).get<unknown>('/path');

    expect(data).toEqual({ a: 1 });
    intercepted.done();
    await estate.loadBalancer.close();
  });

  it('goes elsewhere when nock refuses the connection', async () => {
    const other = [{ id: 'default', port: 9_998, protocol: '', secure: false }];
    const estate = await anEstate(aSnapshot([anEmailServer(1, { ports }), anEmailServer(2, { ports: other })]), {
      transport: 'node',
    });
    nock('http://127.0.0.1:9999')
      .post('/')
      .replyWithError(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
    nock('http://127.0.0.1:9998').post('/').reply(200, 'two');

    const { data } = await estate.loadBalancer.http(email).post<unknown>('/', {});

    expect(data).toBe('two');
    await estate.loadBalancer.close();
  });
});
