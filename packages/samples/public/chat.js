import { chatApi, problemOf } from './chat-api.js';
import { composer } from './composer.js';
import { serviceTenant } from './service-tenant.js';
import { Transcript } from './transcript.js';

const stored = 'eservices-lb.chat';
const waitMs = 2500;
const retryMs = 1000;
const shortestRoundMs = 300;

const byId = (id) => document.getElementById(id);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The chat in progress: service, tenant, and what names it in every request. */
let chat = JSON.parse(sessionStorage.getItem(stored) ?? 'null');
/** The visitor has pressed "End chat"; whichever answer tells of the end, it is no surprise. */
let isLeaving = false;
let transcript;

function keep(changed) {
  chat = changed;
  sessionStorage.setItem(stored, JSON.stringify(chat));
  byId('where').href = `/status?${new URLSearchParams({ tenant: chat.tenant, alias: chat.alias })}`;
}

function request(operation, parameters = {}) {
  const { service, tenant, chatId, userId, secureKey, alias } = chat;
  return chatApi(`${service}/${chatId}/${operation}`, { tenant, userId, secureKey, alias, ...parameters });
}

function say(state) {
  if (byId('state').textContent !== state) byId('state').textContent = state;
}

function sayWhoIsThere() {
  const agents = [...transcript.agents];
  say(agents.length === 0 ? 'Waiting for an agent …' : `You are talking with ${agents.join(' and ')}.`);
}

/** Takes in a reply. Answers whether the chat goes on. */
function take(reply) {
  if (chat === null) return false;
  if (reply.alias && reply.alias !== chat.alias) keep({ ...chat, alias: reply.alias });
  transcript.show(reply.messages ?? []);
  if (reply.chatEnded) {
    const text = isLeaving ? 'You have ended the chat. Thank you.' : 'The chat has ended. Thank you.';
    finish(problemOf(reply) ?? text);
    return false;
  }
  if (reply.statusCode === 1) say('The connection is interrupted. Reconnecting …');
  else if (reply.statusCode === 2) say(problemOf(reply) ?? 'That did not work.');
  else sayWhoIsThere();
  return true;
}

function finish(text) {
  chat = null;
  sessionStorage.removeItem(stored);
  say('Chat ended');
  byId('typing').textContent = '';
  byId('message-form').hidden = true;
  byId('end').hidden = true;
  byId('where').hidden = true;
  byId('ended-text').textContent = text;
  byId('ended').hidden = false;
  byId('again').focus();
}

/** Asks for news, again and again; each answer comes when there is some. */
async function follow() {
  for (;;) {
    const began = performance.now();
    const reply = await request('refresh', { transcriptPosition: transcript.nextPosition, waitMs });
    if (!take(reply)) return;
    if (reply.statusCode !== 0) await pause(retryMs);
    else if (reply.messages.length === 0) await pause(Math.max(0, shortestRoundMs - (performance.now() - began)));
    if (chat === null) return;
  }
}

function converse() {
  transcript = new Transcript({ list: byId('transcript'), typing: byId('typing'), mine: 'Client' });
  byId('start').hidden = true;
  byId('conversation').hidden = false;
  byId('conversation-title').textContent = chat.subject || `Chat with ${chat.service}`;
  byId('message').focus();
  void follow();
}

async function start(form) {
  const { service, tenant, nickname, subject } = Object.fromEntries(new FormData(form));
  const reply = await chatApi(service, { tenant, nickname, subject });
  if (reply.statusCode !== 0) {
    byId('start-problem').textContent = problemOf(reply) ?? 'We cannot be reached at the moment. Please try again.';
    byId('start-problem').hidden = false;
    return;
  }
  const { chatId, userId, secureKey, alias } = reply;
  keep({ service, tenant, subject, chatId, userId, secureKey, alias });
  converse();
}

byId('start-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const button = event.target.querySelector('button');
  byId('start-problem').hidden = true;
  button.disabled = true;
  await start(event.target);
  button.disabled = false;
});

composer(byId('message-form'), {
  async send(message) {
    const reply = await request('send', { message, transcriptPosition: transcript.nextPosition });
    take(reply);
    return reply.statusCode === 0;
  },
  typing(isTyping) {
    if (chat !== null) void request(isTyping ? 'startTyping' : 'stopTyping');
  },
});

byId('end').addEventListener('click', async () => {
  isLeaving = true;
  take(await request('disconnect', { transcriptPosition: transcript.nextPosition }));
  isLeaving = chat === null;
});

byId('again').addEventListener('click', () => {
  location.reload();
});

serviceTenant();
if (chat !== null) {
  keep(chat);
  converse();
}
