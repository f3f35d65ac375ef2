import { chatApi } from './chat-api.js';
import { t } from './texts.js';

// Keeps the status page true: fetches it again each second and tells what changed. The visitor's own chat, if there is one in this tab, is
// asked for at the same pace, so that the page shows where it went when its Chat Server is gone.
const everyMs = 1000;
const mostHappenings = 50;
const storedToken = 'eservices-lb.token';
const storedChat = 'eservices-lb.chat';
const byId = (id) => document.getElementById(id);
const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: 'medium' });

const tenant = byId('tenant').value;
let chat = JSON.parse(sessionStorage.getItem(storedChat) ?? 'null');
if (chat !== null && chat.tenant !== tenant) chat = null;
if (chat !== null && byId('alias').value === '') byId('alias').value = chat.alias;
const isVisitorsAlias = chat !== null && byId('alias').value === chat.alias;

function tell(text) {
  const item = document.createElement('li');
  const stamp = document.createElement('time');
  stamp.textContent = time.format(Date.now());
  item.append(stamp, ` ${text}`);
  byId('happenings').prepend(item);
  byId('nothing-happened').hidden = true;
  while (byId('happenings').children.length > mostHappenings) byId('happenings').lastElementChild.remove();
}

const wordsIn = (root) =>
  new Map(
    [...root.querySelectorAll('[data-application]')].map(({ dataset: { application, word, reason } }) => [
      application,
      { word, reason },
    ]),
  );

async function exchange() {
  const query = new URLSearchParams({ tenant, alias: byId('alias').value });
  const response = await fetch(`/status?${query}`, {
    headers: { accept: 'text/html' },
    signal: AbortSignal.timeout(everyMs * 3),
  });
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const fresh = page.getElementById('live');
  const live = byId('live');
  if (fresh === null || fresh.textContent === live.textContent) return;
  const before = wordsIn(live);
  for (const [application, { word, reason }] of wordsIn(fresh)) {
    if (before.get(application)?.reason !== reason) tell(`${application}: ${word}, ${reason}.`);
  }
  live.replaceChildren(...fresh.children);
}

/** Where the visitor's own chat is now. */
async function followChat() {
  if (chat === null || !isVisitorsAlias) return;
  const { service, chatId, userId, secureKey, alias } = chat;
  const reply = await chatApi(`${service}/${chatId}/refresh`, { tenant, userId, secureKey, alias });
  if (reply.chatEnded) {
    tell(t('status.chatOver'));
    chat = null;
  } else if (reply.alias && reply.alias !== alias) {
    chat = { ...chat, alias: reply.alias };
    sessionStorage.setItem(storedChat, JSON.stringify(chat));
    byId('alias').value = reply.alias;
    tell(t('status.chatMoved', { alias: reply.alias }));
  }
}

async function follow() {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, everyMs));
    await Promise.allSettled([followChat(), exchange()]);
  }
}

byId('token').value ||= sessionStorage.getItem(storedToken) ?? '';
byId('orders').addEventListener('submit', async (event) => {
  event.preventDefault();
  const [token, instance, action] = ['token', 'instance', 'action'].map((id) => byId(id).value);
  byId('order-problem').hidden = true;
  const path = `/status/actions/${encodeURIComponent(instance)}/${action}?${new URLSearchParams({ tenant })}`;
  try {
    const response = await fetch(path, { method: 'POST', headers: { authorization: `Bearer ${token.trim()}` } });
    if (!response.ok) throw new Error((await response.json()).error.message);
    sessionStorage.setItem(storedToken, token.trim());
    tell(t('status.ordered', { order: t(`status.orders.${action}`), instance }));
  } catch (error) {
    byId('order-problem').textContent = error.message;
    byId('order-problem').hidden = false;
  }
});

void follow();
