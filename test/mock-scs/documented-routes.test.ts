import { openApiDocument, startMockScs } from '@eservices-lb/mock-scs';
import type { MockScs } from '@eservices-lb/mock-scs';
import { anEstateOf } from './small-estate.js';

const documented = Object.entries(openApiDocument().paths ?? {}).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => [method.toUpperCase(), path] as const),
);

describe('the API document', () => {
  let scs: MockScs;

  beforeAll(async () => {
    scs = await startMockScs({ configuration: anEstateOf({ name: 'chat-1' }) });
  });
  afterAll(() => scs.close());

  it('describes every action on applications', () => {
    const actions = documented.flatMap(([, path]) => /applications\/\{name\}\/(.+)$/.exec(path)?.[1] ?? []);

    expect(actions).toEqual(expect.arrayContaining(['start', 'stop', 'switchover']));
  });

  it.each(documented)('describes %s %s, which is there', async (method, path) => {
    const answer = await fetch(`${scs.url}${path.replace(/\{\w+\}/g, 'nobody')}`, {
      method,
      headers: { authorization: `Bearer ${scs.token}`, 'content-type': 'application/json' },
      ...(method !== 'GET' && { body: '{}' }),
    });
    const isJson = answer.headers.get('content-type')?.includes('application/json') === true;
    const text = isJson ? await answer.text() : '';
    await answer.body?.cancel().catch(() => undefined);

    expect(text).not.toMatch(/NO_SUCH_ROUTE|UNKNOWN_ACTION/);
  });
});
