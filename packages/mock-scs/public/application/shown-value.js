import { h } from '../dom/element.js';
import { count } from '../parts/marks.js';
import { isRecord, textIn } from '../work/reading.js';

const mostItems = 20;
const mostFields = 40;
const mostColumns = 6;
const deepest = 3;

/** Any value that an application shows: records as terms with what is said of each, lists of records as tables, all of it bounded. */
export function shownValue(value, depth = 0) {
  if (Array.isArray(value)) return list(value, depth);
  return isRecord(value) ? terms(value, depth) : plainText(value);
}

function plainText(value) {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return Number.isFinite(value) ? count(value) : '–';
  return textIn(value) ?? '–';
}

function terms(record, depth) {
  const entries = Object.entries(record).filter(([, value]) => value !== undefined && value !== null);
  if (entries.length === 0) return 'nothing';
  if (depth >= deepest) return `${count(entries.length)} fields`;
  return [
    h(
      'dl',
      { class: 'facts' },
      entries
        .slice(0, mostFields)
        .map(([name, value]) =>
          h(
            'div',
            { key: name, class: isTable(value) ? 'wide' : undefined },
            h('dt', {}, wordsOf(name)),
            h('dd', {}, shownValue(value, depth + 1)),
          ),
        ),
    ),
    more(entries.length - mostFields),
  ];
}

const isTable = (value) => Array.isArray(value) && value.some(isRecord);

function list(values, depth) {
  if (values.length === 0) return 'none';
  if (depth >= deepest) return `${count(values.length)} items`;
  const shown = values.slice(0, mostItems);
  const rest = more(values.length - mostItems);
  if (shown.every(isRecord)) return [table(shown, depth), rest];
  if (!shown.some((each) => typeof each === 'object')) return [shown.map(plainText).join(', '), rest];
  return [
    h(
      'ul',
      { class: 'plain-list' },
      shown.map((each, index) => h('li', { key: index }, shownValue(each, depth + 1))),
    ),
    rest,
  ];
}

function table(records, depth) {
  const all = [...new Set(records.flatMap(Object.keys))];
  const columns = all.slice(0, mostColumns);
  return [
    h(
      'div',
      { class: 'scrolling', role: 'group', tabindex: 0, 'aria-label': 'A table' },
      h(
        'table',
        { class: 'plain' },
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            columns.map((name) =>
              h(
                'th',
                {
                  key: name,
                  scope: 'col',
                  class: records.some((each) => typeof each[name] === 'number') ? 'number' : undefined,
                },
                wordsOf(name),
              ),
            ),
          ),
        ),
        h(
          'tbody',
          {},
          records.map((record, index) => h('tr', { key: index }, columns.map(cell(record, depth)))),
        ),
      ),
    ),
    all.length > mostColumns && h('p', { class: 'quiet' }, `and ${all.length - mostColumns} more columns`),
  ];
}

const cell = (record, depth) => (name) =>
  h(
    'td',
    { key: name, class: typeof record[name] === 'number' ? 'number' : undefined },
    inCell(record[name], depth + 1),
  );

/** A table within a table would be no pleasure: there records are said in a line each. */
function inCell(value, depth) {
  if (value === undefined || value === null) return '–';
  if (isRecord(value)) return inLine(value);
  if (!isTable(value)) return shownValue(value, depth);
  return h(
    'ul',
    { class: 'plain-list' },
    value
      .slice(0, mostItems)
      .map((each, index) => h('li', { key: index }, isRecord(each) ? inLine(each) : plainText(each))),
    value.length > mostItems && h('li', {}, `and ${count(value.length - mostItems)} more`),
  );
}

const inLine = (record) =>
  Object.entries(record)
    .slice(0, mostColumns)
    .map(([name, value]) => (typeof value === 'string' ? plainText(value) : `${wordsOf(name)} ${plainText(value)}`))
    .join(', ');

const more = (left) => left > 0 && h('p', { class: 'quiet' }, `and ${count(left)} more`);

/** `setAside` as `set aside` */
function wordsOf(name) {
  const words = name
    .slice(0, 80)
    .replaceAll(/([a-z\d])([A-Z])/g, (_all, end, begin) => `${end} ${begin.toLowerCase()}`);
  return words === '' ? '–' : words;
}
