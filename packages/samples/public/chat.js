import { problemOf } from './chat-api.js';
import { ChatConnection } from './conversation/chat-connection.js';
import { ChatFiles } from './conversation/chat-files.js';
import { ConversationView } from './conversation/conversation-view.js';
import { Outbox } from './conversation/outbox.js';
import { followQueue } from './conversation/queue-position.js';
import { Unread } from './conversation/unread.js';
import { composer } from './composer.js';
import { serviceTenant } from './service-tenant.js';
import { problemText, t } from './texts.js';

const draft = 'eservices-lb.draft';
const byId = (id) => document.getElementById(id);

let connection;
let view;
let outbox;
let files;
/** The visitor has pressed "End chat"; whichever answer tells of the end, it is no surprise. */
let isLeaving = false;
const unread = new Unread({ onRead: () => void markRead() });

function say(state) {
  if (byId('state').textContent !== state) byId('state').textContent = state;
}

function sayWhoIsThere() {
  const agents = [...view.agents];
  say(agents.length === 0 ? t('chat.waiting') : t('chat.talkingWith', { agents: agents.join(t('chat.and')) }));
}

function sayProblem(text) {
  byId('problem').textContent = text ?? '';
  byId('problem').hidden = text === undefined;
}

async function markRead() {
  if (connection === undefined) return;
  await connection.request('readReceipt', { transcriptPosition: view.nextPosition - 1 });
}

/** Takes in a reply. Answers whether the chat goes on. */
function take(reply) {
  if (connection === undefined) return false;
  const { chat } = connection;
  const where = `/status?${new URLSearchParams({ tenant: chat.tenant ?? '', alias: chat.alias })}`;
  if (byId('where').getAttribute('href') !== where) byId('where').href = where;
  const theirs = view.show(reply.messages ?? []);
  view.showRead(Number(reply.userData?.['read-position']));
  if (theirs.length > 0) unread.add(theirs.length);
  if (reply.chatEnded) {
    const [error] = reply.errors ?? [];
    const text = error === undefined ? t(isLeaving ? 'chat.youEnded' : 'chat.hasEnded') : problemText(error);
    finish(text);
    return false;
  }
  if (reply.statusCode === 1) say(t('chat.reconnecting'));
  else if (reply.statusCode === 2) sayProblem(problemOf(reply) ? problemText(reply.errors[0]) : t('chat.didNotWork'));
  else sayWhoIsThere();
  return true;
}

function finish(text) {
  connection.forget();
  connection = undefined;
  outbox.clear();
  sessionStorage.removeItem(draft);
  say(t('chat.ended'));
  byId('typing').textContent = '';
  for (const id of ['message-form', 'end', 'where', 'queue']) byId(id).hidden = true;
  byId('ended-text').textContent = text;
  byId('ended').hidden = false;
  byId('again').focus();
}

function converse(begun) {
  connection = begun;
  files = new ChatFiles({
    connection,
    onProgress: (text) => (byId('typing').textContent = text),
    onReply: (reply, problem) => {
      sayProblem(problem);
      if (reply.statusCode === 0) take(reply);
    },
  });
  view = new ConversationView({
    list: byId('transcript'),
    typing: byId('typing'),
    own: 'Client',
    fileView: (file) => files.view(file),
  });
  outbox = new Outbox({
    send: async (message, requestId) => {
      const reply = await connection.request('send', { message, requestId, transcriptPosition: view.nextPosition });
      take(reply);
      return reply;
    },
    onChange: (waiting) => view.showWaiting(waiting),
  });
  byId('start').hidden = true;
  byId('conversation').hidden = false;
  byId('conversation-title').textContent =
    connection.chat.subject || t('chat.with', { service: connection.chat.service });
  byId('message').value = sessionStorage.getItem(draft) ?? '';
  byId('message').focus();
  void connection.follow(() => view.nextPosition, take);
  void followQueue({
    connection,
    isWaiting: () => connection !== undefined && view.agents.size === 0,
    show: (text) => {
      byId('queue').hidden = text === '';
      byId('queue-text').textContent = text;
    },
  });
  void offerFiles();
}

async function offerFiles() {
  const limits = await files.limits();
  byId('attach').hidden = limits === undefined;
  if (limits === undefined) return;
  byId('attach').title = `${t('chat.attach')}. ${limits.text}`;
  byId('file').accept = limits.accept;
}

byId('start-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const button = event.target.querySelector('button');
  byId('start-problem').hidden = true;
  button.disabled = true;
  const { connection: begun, reply } = await ChatConnection.begin(Object.fromEntries(new FormData(event.target)));
  button.disabled = false;
  if (begun !== undefined) {
    converse(begun);
    return;
  }
  const [error] = reply.errors ?? [];
  byId('start-problem').textContent = error === undefined ? t('chat.notReached') : problemText(error);
  byId('start-problem').hidden = false;
});

composer(byId('message-form'), {
  send(message) {
    outbox.add(message);
    sessionStorage.removeItem(draft);
    return Promise.resolve(true);
  },
  typing(isTyping) {
    if (connection !== undefined) void connection.request(isTyping ? 'startTyping' : 'stopTyping');
  },
});
byId('message').addEventListener('input', () => sessionStorage.setItem(draft, byId('message').value));

byId('file').addEventListener('change', () => {
  for (const file of byId('file').files) files.upload(file);
  byId('file').value = '';
});
const zone = byId('drop-zone');
for (const name of ['dragover', 'dragleave', 'drop']) {
  zone.addEventListener(name, (event) => {
    event.preventDefault();
    zone.classList.toggle('is-over', name === 'dragover' && !byId('attach').hidden);
    if (name === 'drop' && !byId('attach').hidden) for (const file of event.dataTransfer.files) files.upload(file);
  });
}

byId('end').addEventListener('click', async () => {
  isLeaving = true;
  take(await connection.request('disconnect', { transcriptPosition: view.nextPosition }));
  isLeaving = connection === undefined;
});
byId('save').addEventListener('click', () => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([view.transcript], { type: 'text/plain;charset=utf-8' }));
  link.download = 'chat.txt';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
});
byId('again').addEventListener('click', () => location.reload());
addEventListener('keydown', ({ key }) => {
  if (key === 'Escape' && window !== parent) parent.postMessage({ eservicesLb: 'close' }, '*');
});

// Until here nobody would have heard the form.
byId('start-fields').disabled = false;
if (byId('service').tagName === 'SELECT') serviceTenant();
const kept = ChatConnection.kept();
if (kept !== undefined) converse(kept);
