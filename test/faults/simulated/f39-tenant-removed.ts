import { alpha, beta } from '../../simulation/estate/estate-of-tenants.js';
import { hold } from '../../oracles/hold.js';
import { estateFault } from './estate-fault.js';

const name = 'EmailServer_2';
const gracePeriodMs = 5_000;
const wishOf = (tenant: string): { readonly tenant: string; readonly type: string } => ({
  tenant,
  type: 'EmailServer',
});

export const tenantRemoved = estateFault({
  row: 'F39',
  fault: 'a tenant is taken from a live instance, and given back',
  condition: 'it gets nothing new there, what it has drains, and other tenants notice nothing',
  plan: { webNodes: 1, options: { gracePeriodMs } },
  async script(estate) {
    const { webNode } = estate;
    const rounds = 1 + Math.floor(estate.random() * 3);
    for (let round = 0; round < rounds; round += 1) {
      const [mine, others] = [aliasOn(beta), aliasOn(alpha)];
      setTenants([alpha]);
      const removedAt = estate.clock.now();
      await estate.pass(20);
      while (estate.clock.now() < removedAt + gracePeriodMs - 200) {
        hold(!isGivenTo(beta) && isGivenTo(alpha), 'the wrong tenant gets new sessions');
        hold(
          webNode.loadBalancer.resolve(mine, { tenant: beta }).state === 'draining',
          'what the tenant has does not drain',
        );
        hold(webNode.loadBalancer.resolve(others, { tenant: alpha }).state === 'live', 'another tenant was disturbed');
        await estate.pass(estate.between(100, 900));
      }
      await estate.pass(removedAt + gracePeriodMs + 100 - estate.clock.now());
      hold(webNode.resolve(mine, beta) === undefined, 'what the tenant had did not end with the grace period');
      hold(webNode.resolve(others, alpha) !== undefined, 'another tenant lost what it had');
      setTenants([alpha, beta]);
      await estate.pass(20);
      hold(isGivenTo(beta) && isGivenTo(alpha), 'the tenant gets nothing new although it was given back');
      hold(webNode.resolve(mine, beta) !== undefined, 'what the tenant had does not lead there again');
    }
    return { rounds };

    function setTenants(tenants: readonly string[]): void {
      estate.configure(({ world }) => {
        world.put('application', { ...estate.object(name), tenants: [...tenants] });
      });
    }
    function isGivenTo(tenant: string): boolean {
      return Array.from({ length: 8 }, () => webNode.pick(wishOf(tenant))?.application).includes(name);
    }
    function aliasOn(tenant: string): string {
      const exclude = ['EmailServer_1', 'EmailServer_3'];
      const alias = webNode.pick({ ...wishOf(tenant), exclude })?.alias;
      hold(alias !== undefined, `${tenant} got nothing on ${name} at the beginning`);
      return alias;
    }
  },
});
