// The chat as a button on any page: <script src="https://your-node/widget.js" data-service="support" async></script>
// Also: data-tenant, data-language, data-open and data-close (texts of the button). It leaves no global name behind.
(() => {
  const script = document.currentScript;
  const origin = new URL(script.src).origin;
  const { service = '', tenant = '', language = '', open = 'Open chat', close = 'Close chat' } = script.dataset;
  const query = new URLSearchParams({
    embedded: '1',
    service,
    ...(tenant && { tenant }),
    ...(language && { language }),
  });

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial; }
    button { position: fixed; right: 20px; bottom: 20px; z-index: 2147483646; width: 60px; height: 60px; border: 0; border-radius: 50%;
      background: #23655f; color: #fff; cursor: pointer; box-shadow: 0 6px 20px rgb(0 0 0 / 25%); display: grid; place-items: center; }
    button:hover { background: #1a4f4a; }
    button:focus-visible { outline: 3px solid #7cc9bd; outline-offset: 3px; }
    svg { width: 28px; height: 28px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
    .badge { position: absolute; top: -4px; right: -4px; min-width: 22px; height: 22px; border-radius: 11px; background: #b3261e; color: #fff;
      font: 600 13px/22px system-ui, sans-serif; }
    .badge[hidden] { display: none; }
    iframe { position: fixed; right: 20px; bottom: 92px; z-index: 2147483647; width: 390px; height: min(640px, calc(100vh - 120px));
      border: 0; border-radius: 16px; box-shadow: 0 12px 40px rgb(0 0 0 / 30%); background: Canvas; color-scheme: light dark; }
    iframe[hidden] { display: none; }
    @media (max-width: 480px) {
      iframe { inset: 0 0 auto 0; width: 100%; height: calc(100dvh - 84px); border-radius: 0; }
      button { bottom: 12px; right: 12px; }
    }`);

  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [sheet];
  root.innerHTML = `<button type="button" aria-expanded="false"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 5h16v11H11l-5 4v-4H4z"/></svg><span class="badge" hidden></span></button>`;
  const [button, badge] = ['button', '.badge'].map((selector) => root.querySelector(selector));
  let frame;

  const show = (isOpen) => {
    if (isOpen && frame === undefined) {
      frame = document.createElement('iframe');
      frame.title = open;
      frame.src = `${origin}/chat?${query}`;
      root.append(frame);
    }
    if (frame !== undefined) frame.hidden = !isOpen;
    button.setAttribute('aria-expanded', String(isOpen));
    button.setAttribute('aria-label', isOpen ? close : open);
    if (isOpen) {
      badge.hidden = true;
      frame.contentWindow?.postMessage({ eservicesLb: 'shown' }, origin);
      frame.focus();
    } else button.focus();
  };

  button.setAttribute('aria-label', open);
  button.addEventListener('click', () => show(frame === undefined || frame.hidden));
  addEventListener('keydown', ({ key }) => {
    if (key === 'Escape' && frame !== undefined && !frame.hidden) show(false);
  });
  addEventListener('message', ({ source, origin: from, data }) => {
    if (frame === undefined || from !== origin || source !== frame.contentWindow) return;
    if (data?.eservicesLb === 'close') show(false);
    if (data?.eservicesLb === 'unread' && frame.hidden) {
      badge.textContent = data.count > 9 ? '9+' : String(data.count);
      badge.hidden = !(data.count > 0);
    }
  });
  (document.body ?? document.documentElement).append(host);
})();
