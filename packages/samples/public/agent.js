import { agentApi } from './desktop/agent-api.js';
import { AgentChat } from './desktop/agent-chat.js';
import { AgentEmail } from './desktop/agent-email.js';
import { followInteractions } from './desktop/interactions.js';
import { Queue } from './desktop/queue.js';
import { t } from './texts.js';

const everyMs = 1000;
const stored = 'eservices-lb.agent';
const byId = (id) => document.getElementById(id);

/** What survives a reload: who the agent is, for whom, and the seats in chats. */
const desk = { tenant: byId('tenant').value, nickname: byId('nickname').value, seats: [] };
const tenants = [...byId('tenant').options].map(({ value }) => value);
const kept = JSON.parse(sessionStorage.getItem(stored) ?? '{}');
// Another agent may have logged in since.
if (kept.username === byId('desk').dataset.username && tenants.includes(kept.tenant)) Object.assign(desk, kept);
desk.username = byId('desk').dataset.username;
const keep = () => sessionStorage.setItem(stored, JSON.stringify(desk));

/** The windows that are open, by chat or interaction id. */
const open = new Map();
const isBeingJoined = new Set();

const waiting = new Queue('waiting', join);
const active = new Queue('active', join);
const emails = new Queue('emails', read);
const callbacks = new Queue('callbacks', called);
const title = document.title;
let newsCount = 0;

function news() {
  if (!document.hidden) return;
  newsCount += 1;
  document.title = `(${newsCount}) ${title}`;
}
document.addEventListener('visibilitychange', () => {
  if (document.hidden) return;
  newsCount = 0;
  document.title = title;
});

function sayProblem(text) {
  byId('desk-problem').textContent = text ?? '';
  byId('desk-problem').hidden = text === undefined;
}

function openWindow(key, create) {
  open.set(key, create());
  byId('work-empty').hidden = true;
}

function closed(key) {
  open.delete(key);
  desk.seats = desk.seats.filter(({ chatId }) => chatId !== key);
  keep();
  byId('work-empty').hidden = open.size > 0;
}

function sit(seat) {
  openWindow(
    seat.chatId,
    () => new AgentChat(seat, { onClosed: () => closed(seat.chatId), onMoved: moved, onNews: news }),
  );
}

/** The chat was restored elsewhere. */
function moved(seat) {
  desk.seats = desk.seats.map((one) => (one.chatId === seat.chatId ? seat : one));
  keep();
}

/** Whoever writes in one window goes on there when another one opens. */
const isTyping = () => document.activeElement?.closest('#work') != null;

async function join({ chat, title }) {
  const { chatId, alias, emailAddress } = chat;
  if (open.has(chatId)) open.get(chatId).focus();
  if (open.has(chatId) || isBeingJoined.has(chatId)) return;
  const { tenant, nickname } = desk;
  isBeingJoined.add(chatId);
  try {
    const path = `chats/${encodeURIComponent(chatId)}/join`;
    const { userId, secureKey, errors } = await agentApi(path, { tenant, body: { alias, nickname } });
    if (!userId) throw new Error(errors?.[0]?.message ?? t('agent.notJoined'));
    const seat = { tenant, alias, chatId, userId, secureKey, title, emailAddress };
    desk.seats.push(seat);
    keep();
    if (tenant === desk.tenant) {
      sit(seat);
      if (!isTyping()) open.get(chatId).focus();
    }
  } catch (error) {
    sayProblem(error.message);
  } finally {
    isBeingJoined.delete(chatId);
  }
}

function read({ key, email }) {
  if (!open.has(key)) {
    const { tenant } = desk;
    openWindow(
      key,
      () => new AgentEmail(email, { tenant, nickname: () => desk.nickname, onClosed: () => closed(key) }),
    );
  }
  open.get(key).focus();
}

const chatItem = (chat) => ({
  chat,
  key: chat.chatId,
  title: chat.nickname,
  since: chat.startedUtc,
  excerpt: chat.lastText || chat.subject || chat.service,
  isOpen: open.has(chat.chatId),
  unread: chat.unreadByAgent,
});

const emailItem = (email) => ({
  email,
  key: email.interactionId,
  title: `${email.firstName} ${email.lastName}`,
  since: email.receivedUtc,
  excerpt: email.subject,
  isOpen: open.has(email.interactionId),
});

const callbackItem = (callback) => ({
  callback,
  key: callback.callbackId,
  title: `${callback.name} · ${callback.phoneNumber}`,
  since: callback.at,
  excerpt: t(callback.state === 'due' ? 'agent.due' : 'agent.callDone'),
});

async function called({ callback: { callbackId } }) {
  try {
    await agentApi(`callbacks/${encodeURIComponent(callbackId)}/done`, { tenant: desk.tenant, body: {} });
  } catch (error) {
    sayProblem(error.message);
  }
}

function show(work) {
  const calls = (work.callbacks ?? []).filter(({ state }) => state !== 'done');
  callbacks.show(calls.map(callbackItem));
  byId('callbacks-section').hidden = calls.length === 0;
  const { waiting: count, estimatedWaitSeconds: seconds } = work.statistics ?? {};
  byId('statistics').textContent =
    count > 0 ? t('agent.statistics', { count, minutes: Math.max(1, Math.round(seconds / 60)) }) : '';
  waiting.show(work.chats.filter(({ state }) => state === 'waiting').map(chatItem));
  active.show(work.chats.filter(({ state }) => state === 'active').map(chatItem));
  emails.show(work.emails.filter(({ state }) => state === 'new').map(emailItem));
  const silent = work.silent.length === 0 ? undefined : t('agent.silent', { servers: work.silent.join(', ') });
  sayProblem(work.problem ?? silent);
}

async function follow() {
  for (;;) {
    const { tenant } = desk;
    try {
      const work = await agentApi('work', { tenant });
      if (tenant === desk.tenant) show(work);
    } catch (error) {
      sayProblem(error.message);
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

/** Shows the desk of the tenant, and nothing of any other. */
function enterTenant() {
  for (const view of open.values()) view.remove();
  open.clear();
  byId('work-empty').hidden = false;
  show({ chats: [], emails: [], silent: [] });
  for (const seat of desk.seats.filter(({ tenant }) => tenant === desk.tenant)) sit(seat);
}

byId('tenant').value = desk.tenant;
byId('nickname').value = desk.nickname;
byId('desk-form').addEventListener('submit', (event) => event.preventDefault());
byId('nickname').addEventListener('change', () => {
  desk.nickname = byId('nickname').value.trim() || desk.username;
  keep();
});
byId('tenant').addEventListener('change', () => {
  desk.tenant = byId('tenant').value;
  keep();
  enterTenant();
});

enterTenant();
followInteractions({ tenant: () => desk.tenant });
void follow();
