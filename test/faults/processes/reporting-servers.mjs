// Plays many application servers in one process, each with a link of its own; told to, they report 10,000 statuses in one second.
import { connectToLocalControlAgent } from '@eservices-lb/mock-scs/lca';

const ticks = 100;
const tickMs = 10;
const links = [];

process.on('message', (order) => {
  if (order.type === 'link') void link(order);
  else burst(order.perTick);
});
process.on('disconnect', () => process.exit(0));

async function link({ scs, applications }) {
  for (const { application, secret } of applications) {
    const one = connectToLocalControlAgent({ application, scs: [scs], secret, onCommand: () => undefined });
    links.push(one);
    await one.registered;
    one.report('running', 0);
  }
  process.send('linked');
}

/** Each report differs from the one before. In the end those with an even number run, and the others do not. The first one only tells of its load. */
function burst(perTick) {
  const begunAt = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.min(ticks, Math.floor((performance.now() - begunAt) / tickMs)) * perTick;
    for (; sent < due; sent += 1) {
      const index = sent % links.length;
      const round = Math.floor(sent / links.length);
      const rounds = (ticks * perTick) / links.length;
      const runs = index === 0 || (rounds - 1 - round + index + 1) % 2 === 0;
      links[index].report(runs ? 'running' : 'service-unavailable', round + 1);
    }
    if (sent < ticks * perTick) return;
    clearInterval(timer);
    process.send({ sentMs: performance.now() - begunAt });
  }, 1);
}
