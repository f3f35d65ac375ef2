// An application server that answers as a test tells it: `PUT /behaviour` says with which status, and after how many ms. Every answer says who gave it,
// and under which address it was asked. SIGUSR2 closes its door, and SIGHUP opens it, while it goes on reporting RUNNING. With `--apart` requests are served
// by another process than the one that keeps the link, as in servers whose link outlives a hung worker.
import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { connectToLocalControlAgent } from '../../../packages/mock-scs/dist/lca/index.js';

const argument = (name) => process.argv[process.argv.indexOf(name) + 1];
const application = argument('--name');

if (process.argv.includes('--serve')) {
  await serve(JSON.parse(argument('--serve')));
  process.on('disconnect', () => process.exit(0));
  process.send('serving');
} else {
  beLinked();
}

function beLinked() {
  const link = connectToLocalControlAgent({
    ...{ application, scs: argument('--scs').split(','), secret: process.env.ESERVICES_LCA_SECRET },
    onCommand: (command) => {
      if (command === 'stop' || command === 'stop-gracefully') void end();
    },
  });
  const end = async () => {
    link.report('stop-pending');
    await link.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => void end());
  link.registered.then(async ({ application: { ports, options } }) => {
    const addresses = options.network?.['bind-address']?.split(',').map((each) => each.trim()) ?? ['127.0.0.1'];
    const place = { port: ports[0].port, addresses };
    await (process.argv.includes('--apart') ? serveApart(place) : serve(place));
    link.report('running');
  });
}

function serveApart(place) {
  const served = ['--serve', JSON.stringify(place), '--name', application];
  const worker = fork(fileURLToPath(import.meta.url), served);
  return new Promise((resolve) => worker.once('message', resolve));
}

async function serve({ port, addresses }) {
  const behaviour = { status: 200, delayMs: 0 };
  const sockets = new Set();
  const listen = (address) =>
    new Promise((resolve) => {
      // A server that keeps connections for as long as its clients like.
      const server = createServer({ keepAliveTimeout: 600_000 }, (request, response) => answer(request, response));
      server.on('connection', (socket) => {
        sockets.add(socket);
        socket.once('close', () => sockets.delete(socket));
      });
      server.listen(port, address, () => resolve(server));
    });
  const answer = async (request, response) => {
    const { localAddress } = request.socket;
    if (request.url === '/behaviour') Object.assign(behaviour, await bodyOf(request));
    else if (request.url !== '/connections') {
      await new Promise((resolve) => setTimeout(resolve, behaviour.delayMs));
      response.statusCode = behaviour.status;
    }
    const connections = [...sockets].map((socket) => socket.localAddress);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ application, address: localAddress, pid: process.pid, connections }));
  };
  let servers = await Promise.all(addresses.map(listen));
  process.on('SIGUSR2', () => {
    for (const server of servers) server.close();
    for (const socket of sockets) socket.destroy();
    servers = [];
  });
  process.on('SIGHUP', async () => {
    if (servers.length === 0) servers = await Promise.all(addresses.map(listen));
  });
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}
