import { h } from '../dom/element.js';
import { shapeAt } from '../parts/shapes.js';
import { count } from '../parts/marks.js';
import { fit } from '../topology/fit.js';

const height = 44;
const gap = 12;
const serverHeight = 58;
const nameStyle = { font: '600 12px', isName: true };
const textStyle = { font: '11px' };

/** Many lines to each proxy, and one from each to the server; those that come directly at the foot. `label` says the same in words. */
export function fanIn({ server, proxies, direct, isTooMany, connections }, { width, label }) {
  const rows = proxies.length + (direct > 0 ? 1 : 0);
  const all = Math.max(rows * (height + gap) - gap, serverHeight) + 2;
  const place = { ...columnsOf(width), width, all };
  const y = (index) => 1 + index * (height + gap);
  return h(
    'svg',
    { class: 'work-picture', viewBox: `0 0 ${width} ${all}`, width, height: all, role: 'img', 'aria-label': label },
    proxies.map((proxy, index) => proxyRow(proxy, y(index), place)),
    direct > 0 && directRow({ direct, isTooMany }, y(proxies.length), place),
    serverBox({ server, connections }, place),
  );
}

/** How wide each part may be: clients, fan, proxy, line, server. */
function columnsOf(width) {
  const clients = Math.min(80, Math.floor(width * 0.16));
  const left = clients + Math.min(60, Math.floor(width * 0.07));
  return {
    clients,
    left,
    wide: Math.min(200, Math.floor(width * 0.37)),
    right: width - Math.min(170, Math.floor(width * 0.31)),
  };
}

function stateOf({ isShown, isConnected, isWaiting }) {
  if (isConnected) return { tone: 'good', words: 'connected' };
  if (!isShown) return { tone: 'idle', words: 'not running' };
  return isWaiting ? { tone: 'idle', words: 'backup, waits' } : { tone: 'bad', words: 'not connected' };
}

function proxyRow(proxy, y, { clients: edge, left, wide, right, all }) {
  const { tone, words } = stateOf(proxy);
  const { name, isConnected, clients } = proxy;
  return h(
    'g',
    { key: `proxy ${name}` },
    clientsText(clients, y, edge),
    fanLines(clients ?? 0, { y, from: edge, to: left }),
    h('path', {
      class: `work-line tone-${isConnected ? 'none' : tone}${isConnected ? '' : ' broken'}`,
      d: towards({ x: left + wide, y: y + height / 2 }, { x: right, y: all / 2 }),
    }),
    h(
      'g',
      { class: `work-box tone-${tone}` },
      h('rect', { x: left, y, width: wide, height, rx: 8 }),
      h('text', { class: 'work-name', x: left + 10, y: y + 18 }, fit(name, wide - 20, nameStyle)),
      shapeAt({ good: 'running', bad: 'disconnected', idle: 'stopped' }[tone], left + 10, y + 26),
      h('text', { class: 'work-text', x: left + 28, y: y + 36 }, fit(words, wide - 36, textStyle)),
    ),
  );
}

function directRow({ direct, isTooMany }, y, { clients: edge, left, wide, right, all }) {
  const middle = y + height / 2;
  return h(
    'g',
    { key: 'direct', class: isTooMany ? 'tone-middling' : 'tone-none' },
    clientsText(direct, y, edge),
    fanLines(direct, { y, from: edge, to: left }),
    h('path', { key: 'to', class: 'work-line direct', d: `M${left} ${middle}H${left + wide}` }),
    h('path', {
      key: 'on',
      class: 'work-line direct',
      d: towards({ x: left + wide, y: middle }, { x: right, y: all / 2 }),
    }),
    h('text', { class: 'work-text', x: left + 10, y: middle - 6 }, isTooMany ? '▲ directly' : 'directly'),
  );
}

const clientsText = (clients, y, edge) =>
  clients !== undefined && [
    h('text', { key: 'number', class: 'work-name end', x: edge - 6, y: y + 19 }, short(clients)),
    h('text', { key: 'noun', class: 'work-text end', x: edge - 6, y: y + 34 }, clients === 1 ? 'client' : 'clients'),
  ];

/** Millions would not fit; the figures beneath the picture are exact. */
const short = (number) => (number < 1e6 ? count(number) : `${count(Math.round(number / 1e5) / 10)} M`);

/** Two lines more for every ten times as many clients. */
function fanLines(clients, { y, from, to }) {
  const lines = clients <= 0 ? 0 : Math.min(11, 1 + 2 * Math.floor(Math.log10(clients)));
  const middle = y + height / 2;
  return Array.from({ length: lines }, (_each, index) => {
    const start = lines === 1 ? middle : y + 3 + (index * (height - 6)) / (lines - 1);
    return h('path', {
      key: `fan ${index}`,
      class: 'work-line thin',
      d: towards({ x: from, y: start }, { x: to, y: middle }),
    });
  });
}

function towards(from, to) {
  const bend = (to.x - from.x) / 2;
  return `M${from.x} ${from.y}C${from.x + bend} ${from.y} ${to.x - bend} ${to.y} ${to.x} ${to.y}`;
}

function serverBox({ server, connections }, { right, width, all }) {
  const wide = width - right - 1;
  const y = all / 2 - serverHeight / 2;
  return h(
    'g',
    { key: 'server', class: 'work-box tone-none' },
    h('rect', { x: right, y, width: wide, height: serverHeight, rx: 8 }),
    h(
      'text',
      { class: 'work-name', x: right + 9, y: y + (connections === undefined ? 33 : 20) },
      fit(server === '' ? 'no server' : server, wide - 18, nameStyle),
    ),
    connections !== undefined && connectionsText(connections, { x: right + 9, y, room: wide - 18 }),
  );
}

/** In one line where there is room. */
function connectionsText(connections, { x, y, room }) {
  const [number, noun] = [short(connections), connections === 1 ? 'connection' : 'connections'];
  const whole = `${number} ${noun}`;
  if (fit(whole, room, textStyle) === whole) return h('text', { class: 'work-text', x, y: y + 40 }, whole);
  return [
    h('text', { key: 'number', class: 'work-text', x, y: y + 35 }, number),
    h('text', { key: 'noun', class: 'work-text', x, y: y + 49 }, noun),
  ];
}
