// The console: logs in, follows the estate, and shows the page that the address names.
import { SessionCounts } from './balance/session-counts.js';
import { render } from './dom/render.js';
import { Estate } from './estate/estate.js';
import { follow } from './estate/follow.js';
import { EventLog } from './events/event-log.js';
import { showCurrent, showNavigation } from './pages/navigation.js';
import { pageAt } from './pages/routes.js';
import { loginPage } from './session/login-page.js';
import { forget, logIn, logOut, resume, whoIsLoggedIn } from './session/session.js';
import { takeTokenFromAddress } from './session/token.js';
import { showConnection, showWho } from './session/who.js';
import { RefusedError } from './session/refused-error.js';
import { hushAlert } from './parts/tell.js';

const shortestPauseMs = 100;
const wrongToken = 'The token was refused.';
const main = document.getElementById('page');
let following = new AbortController();
let isFirst = true;
let isWaiting = false;
let current;
let context;

window.addEventListener('hashchange', () => {
  const token = takeTokenFromAddress();
  if (token) begin(() => logIn(token), wrongToken);
  else if (location.hash.startsWith('#/') || location.hash === '') navigate();
});
matchMedia('(max-width: 46rem)').addEventListener('change', () => refresh());
window.addEventListener('resize', () => refresh());
document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});
const token = takeTokenFromAddress();
if (token) begin(() => logIn(token), wrongToken);
else begin(resume);

/** Logs in, and shows the estate until the session ends. `refusal` is what to say to whom is not let in. */
async function begin(comeIn, refusal) {
  following.abort();
  following = new AbortController();
  const { signal } = following;
  let why = refusal;
  try {
    await comeIn();
    why = 'Your session has ended.';
    showWho(whoIsLoggedIn(), leave);
    await show(signal);
  } catch (error) {
    if (signal.aborted) return;
    forget();
    askForToken(error instanceof RefusedError ? why : error.message);
  }
}

async function show(signal) {
  const estate = new Estate();
  context = { estate, log: new EventLog(), counts: new SessionCounts(), signal, refresh: refreshNow };
  const { log, counts } = context;
  log.begin();
  let isKnown = false;
  const onEvent = (event) => {
    log.apply(event, estate);
    estate.apply(event);
    counts.apply(event);
    if (!isKnown && event.name === 'snapshot') {
      isKnown = true;
      navigate();
    } else refresh();
  };
  const onState = (state) => showConnection(state, estate);
  await follow({ signal, onEvent, onState });
}

function navigate() {
  if (context === undefined) return;
  const { page, parameters, query, path } = pageAt(location.hash);
  const isOther = current?.path !== path;
  if (isOther) current?.page.close?.(context);
  current = { page, path, parameters, query };
  Object.assign(context, { parameters, query });
  if (isOther) {
    hushAlert();
    page.open?.(context);
  }
  page.read?.(context);
  refreshNow();
  showCurrent();
  if (isOther && !isFirst) {
    main.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
  isFirst = false;
}

/** Shows soon what has changed; many changes are shown at once. */
function refresh() {
  if (isWaiting) return;
  isWaiting = true;
  setTimeout(() => {
    requestAnimationFrame(() => {
      isWaiting = false;
      refreshNow();
    });
  }, shortestPauseMs);
}

function refreshNow() {
  if (current === undefined || context === undefined) return;
  showNavigation(current.page);
  document.title = `${current.page.title(context)} · mock-scs`;
  render(main, [current.page.render(context)].flat());
}

async function leave() {
  following.abort();
  await logOut().catch(() => undefined);
  askForToken('You have logged out.', 'good');
}

function askForToken(why, tone = 'bad') {
  current?.page.close?.(context);
  current = undefined;
  context = undefined;
  showWho(undefined);
  showConnection('out');
  showNavigation(undefined);
  document.title = 'Log in · mock-scs';
  render(main, loginPage({ why, tone, onToken: (given) => begin(() => logIn(given), wrongToken) }));
  document.getElementById('token').focus();
}
