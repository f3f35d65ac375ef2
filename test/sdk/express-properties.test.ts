import { LoadBalancerError } from '@eservices-lb/sdk';
import { requireTenant } from '@eservices-lb/sdk/express';
import fc from 'fast-check';
import { createRequest } from './a-plain-request.js';
import { aSnapshot, aWebApiServer, anEstate } from './an-estate.js';

const known = ['Environment', 'Resources', 'Unserved'];
const names = fc.constantFrom('Environment', 'Resources', ...known, 'Nobody', '', '__proto__', 'environment');
const said = fc.option(names, { nil: undefined, freq: 2 });
const endpoint = fc.option(fc.constantFrom('Environment:default', 'Resources', 'Unserved:x', 'Nobody:y'), {
  nil: undefined,
});
const served = fc.subarray(['Environment', 'Resources'], { minLength: 1 });

interface Case {
  readonly tenants: readonly string[];
  readonly endpoint: string | undefined;
  readonly body: string | undefined;
  readonly query: string | undefined;
  readonly header: string | undefined;
}

/** The rules once more, in the words of the guide. */
function expected({ tenants, endpoint: option, body, query, header }: Case): string {
  const different = new Set([body, query, header].filter((one) => one !== undefined && one !== ''));
  if (different.size > 1) return 'AMBIGUOUS_PARAMETER';
  const [asked] = different;
  const ofService = option?.split(':')[0];
  const tenant = asked ?? ofService;
  if (tenant === undefined) return 'TENANT_REQUIRED';
  if (!known.includes(tenant)) return 'UNKNOWN_TENANT';
  if (!tenants.includes(tenant)) return 'TENANT_NOT_SERVED';
  return ofService !== undefined && ofService !== tenant ? 'TENANT_CONTRADICTS_SERVICE' : `tenant ${tenant}`;
}

describe('the tenant of a request, over all that may be said', () => {
  it('is the one that every place agrees on and the node serves, or there is a code that says why not (MT-1, LB-8)', async () => {
    const seen = new Set<string>();
    const cases = fc.record<Case>({ tenants: served, endpoint, body: said, query: said, header: said });
    await fc.assert(
      fc.asyncProperty(cases, async (each) => {
        const service: Record<string, string> = each.endpoint === undefined ? {} : { _chat_endpoint: each.endpoint };
        const options = { 'chat.any': service };
        await using estate = await anEstate(aSnapshot([aWebApiServer([], { options, tenants: [...each.tenants] })]));
        const { loadBalancer } = estate;
        const tenantIn = { body: 'tenant', query: 'tenant', header: 'X-Tenant' };
        const middleware = requireTenant({
          ...{ loadBalancer, tenantIn },
          ...{ application: 'WebAPIServer_1', channel: 'chat', service: 'any' },
        });
        const { request, response } = createRequest(each);
        let outcome = 'nothing';
        middleware(request, response, (error) => {
          outcome = error instanceof LoadBalancerError ? error.code : `tenant ${String(response.locals?.tenant)}`;
        });

        seen.add(outcome);
        expect(outcome).toBe(expected(each));
      }),
      { numRuns: 1_000 },
    );
    expect([...seen].sort()).toHaveLength(7);
  });

  it('is never a guess: whatever is sent, the outcome is a configured tenant or an error of ours', async () => {
    await using estate = await anEstate(aSnapshot([aWebApiServer([])]));
    const { loadBalancer } = estate;
    const middleware = requireTenant({ loadBalancer, application: 'WebAPIServer_1' });
    fc.assert(
      fc.property(fc.anything(), fc.webQueryParameters(), (tenant, query) => {
        const { request, response } = createRequest({ body: tenant, url: `/?${query}` });
        let outcome: unknown;
        middleware(request, response, (error) => {
          outcome = error ?? response.locals?.tenant;
        });

        expect(outcome instanceof LoadBalancerError || outcome === 'Environment' || outcome === 'Resources').toBe(true);
      }),
    );
  });
});
