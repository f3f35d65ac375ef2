// A small application server for tests of the agent: it links itself, reports, and does as it is told. `--misbehave` chooses how it does not.
import { createServer } from 'node:http';
import { connectToLocalControlAgent } from '../../packages/mock-scs/dist/lca/index.js';

const argument = (name) => process.argv[process.argv.indexOf(name) + 1];
const misbehaviour = process.argv.includes('--misbehave') ? argument('--misbehave') : 'none';

if (misbehaviour === 'fail') {
  console.error('the fake application cannot find its thing');
  process.exit(3);
}

const link = connectToLocalControlAgent({
  application: argument('--name'),
  scs: argument('--scs').split(','),
  secret: process.env.ESERVICES_LCA_SECRET,
  onCommand(command) {
    if (command === 'stop' && misbehaviour !== 'stubborn') void end();
    if (command === 'stop-gracefully') {
      link.report('suspending');
      void end();
    }
    if (command === 'service-unavailable') link.report('service-unavailable');
    if (command === 'available') link.report('running');
  },
});

async function end() {
  link.report('stop-pending');
  await link.close();
  process.exit(0);
}

for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => misbehaviour !== 'stubborn' && void end());
link.registered.then(({ application }) => {
  if (misbehaviour === 'never-running') return;
  if (misbehaviour === 'unable') {
    link.report('service-unavailable');
    return;
  }
  const port = application.ports[0]?.port;
  if (port === undefined) link.report('running', 0);
  else createServer((_request, response) => response.end()).listen(port, '127.0.0.1', () => link.report('running', 0));
});
