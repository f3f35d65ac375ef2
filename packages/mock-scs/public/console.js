import { createRow } from './application-row.js';
import { afterEvent, linesOf } from './estate.js';
import { serverSentEvents, TokenRefusedError } from './event-stream.js';
import { forgetToken, keepToken, takeToken } from './token.js';

const element = (id) => document.getElementById(id);
const rows = new Map();
let token = takeToken();

element('token-form').addEventListener('submit', (event) => {
  event.preventDefault();
  token = element('token').value.trim();
  keepToken(token);
  element('token').value = '';
  follow();
});
window.addEventListener('hashchange', () => location.reload());
if (token) follow();
else askForToken('A token is needed');

/** Follows the estate for ever, through lost connections. */
async function follow() {
  element('token-form').hidden = true;
  tell('connecting', 'Connecting …');
  let estate;
  let lastEventId;
  for (;;) {
    try {
      for await (const event of serverSentEvents('/api/v1/events', { token, lastEventId })) {
        lastEventId = event.id;
        estate = afterEvent(estate, event);
        tell('live', 'Live');
        if (event.name !== 'heartbeat') render(estate);
      }
    } catch (error) {
      if (error instanceof TokenRefusedError) {
        forgetToken();
        askForToken('The token was refused');
        return;
      }
    }
    tell('lost', 'Connection lost: what you see may be old. Reconnecting …');
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 1500));
  }
}

function askForToken(why) {
  element('token-form').hidden = false;
  element('estate').hidden = true;
  tell('lost', why);
  element('token').focus();
}

function tell(state, text) {
  const connection = element('connection');
  connection.dataset.state = state;
  if (connection.textContent !== text) connection.textContent = text;
}

function render(estate) {
  const lines = linesOf(estate);
  const names = new Set(lines.map(({ application }) => application.name));
  for (const [name, { row }] of rows) {
    if (names.has(name)) continue;
    row.remove();
    rows.delete(name);
  }
  for (const line of lines) {
    const { name } = line.application;
    if (!rows.has(name)) {
      rows.set(name, createRow(act));
      element('applications').append(rows.get(name).row);
    }
    rows.get(name).show(line);
  }
  const servers = lines.filter(({ application }) => application.type !== 'ApplicationCluster');
  const running = servers.filter(({ status }) => status === 'running').length;
  element('summary').textContent = `${running} of ${servers.length} applications running`;
  element('estate').hidden = false;
}

async function act(application, action) {
  element('message').hidden = true;
  try {
    const response = await fetch(`/api/v1/applications/${encodeURIComponent(application)}/${action}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    if (!response.ok) complain((await response.json()).error.message);
  } catch {
    complain('The control server cannot be reached; nothing was done.');
  }
}

function complain(text) {
  element('message').textContent = text;
  element('message').hidden = false;
}
