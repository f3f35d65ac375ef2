// So many desktops of agents at a proxy or a server: each keeps a connection, asks once for the interactions of its tenant, and stays until it
// is ended, or two minutes. Usage: node docs/tour/desktops.mjs PORT SECRET COUNT
import { WebSocket } from 'ws';

const [port, secret, count] = process.argv.slice(2);
const question = JSON.stringify({
  ...{ jsonrpc: '2.0', id: 1, method: 'interaction.list' },
  params: { tenant: 'Environment', media: 'chat' },
});
let answers = 0;

for (let number = 0; number < Number(count); number++) {
  const desktop = new WebSocket(`ws://127.0.0.1:${port}/`, { headers: { authorization: `Bearer ${secret}` } });
  desktop.on('open', () => desktop.send(question));
  desktop.on('message', () => {
    answers += 1;
    if (answers === Number(count)) console.log(`${count} desktops are connected, and each has its answer`);
  });
  desktop.on('error', (error) => console.log(`a desktop is refused: ${error.message}`));
}
setTimeout(() => process.exit(), 120_000).unref();
