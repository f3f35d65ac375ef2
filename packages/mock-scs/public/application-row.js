// One row of the table. It is made once and then only changed where something changed, so that the keyboard's focus stays where it is.
import { actionsOf } from './actions.js';

const columns = ['Application', 'Host and port', 'Tenants', 'State', 'Status', 'Mode', 'Load', 'Actions'];

export function createRow(onAction) {
  const row = document.createElement('tr');
  const cells = columns.map((label, index) => {
    const cell = document.createElement(index === 0 ? 'th' : 'td');
    if (index === 0) cell.scope = 'row';
    cell.dataset.label = label;
    row.append(cell);
    return cell;
  });
  cells[6].className = 'number';
  const [name, type] = ['strong', 'small'].map((tag) => document.createElement(tag));
  cells[0].append(name, type);
  const status = document.createElement('span');
  cells[4].append(status);
  const buttons = actionsOf({ application: { state: 'enabled' }, status: 'stopped' }).map(() => createButton(onAction));
  cells[7].className = 'actions';
  cells[7].append(...buttons);
  return { row, show: (line) => show(line, { row, cells, name, type, status, buttons }) };
}

function createButton(onAction) {
  const button = document.createElement('button');
  button.type = 'button';
  button.addEventListener('click', () => onAction(button.dataset.application, button.dataset.action));
  return button;
}

function show(line, { row, cells, name, type, status, buttons }) {
  const { application, mode, load } = line;
  row.dataset.application = application.name;
  setText(name, application.name);
  setText(type, application.type);
  const isCluster = application.type === 'ApplicationCluster';
  setText(cells[1], isCluster ? 'its members’' : addressText(line));
  setText(cells[2], application.tenants.join(', ') || '—');
  setText(cells[3], application.state);
  cells[3].dataset.state = application.state;
  setText(status, isCluster ? '—' : words(line.status));
  status.className = isCluster ? '' : 'status';
  status.dataset.status = line.status;
  setText(cells[5], mode);
  setText(cells[6], load === undefined ? '—' : String(load));
  actionsOf(line).forEach(({ action, label, isPossible, isDangerous }, index) => {
    const button = buttons[index];
    setText(button, label);
    button.dataset.action = action;
    button.dataset.application = application.name;
    button.hidden = isCluster && index > 0;
    button.disabled = !isPossible;
    button.classList.toggle('danger', isDangerous === true);
    button.setAttribute('aria-label', `${label}: ${application.name}`);
  });
}

function addressText({ application, address }) {
  if (address === undefined) return '—';
  const [first, ...others] = application.ports;
  if (first === undefined) return address;
  return `${address}:${first.port}${others.map(({ port }) => `, ${port}`).join('')}`;
}

const words = (status) => status.replaceAll('-', ' ');

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
