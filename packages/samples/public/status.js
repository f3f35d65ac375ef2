// Keeps the status page true: fetches it again every two seconds and exchanges what it says. Offers the alias of the visitor's own chat.
const everyMs = 2000;
const live = document.getElementById('live');
const alias = document.getElementById('alias');

const chat = JSON.parse(sessionStorage.getItem('eservices-lb.chat') ?? 'null');
if (chat !== null && alias.value === '' && chat.tenant === document.getElementById('tenant').value)
  alias.value = chat.alias;

async function refresh() {
  try {
    const response = await fetch(location.href, {
      headers: { accept: 'text/html' },
      signal: AbortSignal.timeout(everyMs * 2),
    });
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const fresh = page.getElementById('live');
    if (fresh !== null && fresh.textContent !== live.textContent) live.replaceChildren(...fresh.children);
  } catch {
    // The next round will do.
  }
  setTimeout(refresh, everyMs);
}

setTimeout(refresh, everyMs);
