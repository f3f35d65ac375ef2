import { attempts } from './all-attempts.js';
import { testedElsewhere } from './tested-elsewhere.js';

const begin = '<!-- attempts: written by test/abuse/write-security-table.ts -->';
const end = '<!-- /attempts -->';

const cell = (text: string): string =>
  text
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;')
    .replaceAll('`', '')
    .replaceAll(/\w*_\w*/g, '`$&`');

const head = (last: string): readonly string[] => [
  `| who | attempt | aimed at | ${last} |`,
  '| --- | --- | --- | --- |',
];

const row = (...cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

/** The attempts and their outcomes, as docs/security.md shows them. */
function table(): string {
  const played = Object.entries(attempts).flatMap(([title, list]) => [
    `**${title}** (\`test/abuse/abuse.test.ts\`)\n`,
    ...head('answered'),
    ...list.map(({ who, attempt, surface, expected }) => row(who, attempt, surface, expected)),
    '',
  ]);
  const others = testedElsewhere.map(({ who, attempt, surface, outcome, testedIn: [file] }) =>
    row(who, attempt, surface, `${outcome} (${file})`),
  );
  return [...played, '**Tested elsewhere** (below `test/`)\n', ...head('outcome, and where'), ...others].join('\n');
}

/** The page with the table as it is now. */
export function withTable(page: string): string {
  const [before = '', rest = ''] = page.split(begin);
  const [, after] = rest.split(end);
  if (after === undefined) throw new Error(`docs/security.md has no place for the attempts: ${begin} … ${end}`);
  return `${before}${begin}\n\n${table()}\n\n${end}${after}`;
}

/** A page without what formatting adds to its tables. */
export const unpadded = (page: string): string => page.replaceAll(/-{3,}/g, '---').replaceAll(/ +/g, ' ');
