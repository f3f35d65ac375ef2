import type { Finding, Outcome, Verdict } from '../benchmark.js';
import { table } from './table.js';

/** A table for each unit: contenders by row, cases by column. */
export function outcomeTables({ findings, notes = [] }: Outcome): string {
  const units = distinct(findings.map(({ unit }) => unit));
  const tables = units.map((unit) =>
    tableOf(
      findings.filter((each) => each.unit === unit),
      unit,
    ),
  );
  return [...tables, ...notes.map((note) => `Note: ${note}`)].join('\n\n');
}

export function verdictTable(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ goal, measured, isMet }) => [goal, isMet ? 'met' : 'MISSED', measured]);
  return table(['goal', '', 'measured'], rows);
}

function tableOf(findings: readonly Finding[], unit: string): string {
  const [columns, contenders] = [findings.map(({ at }) => at), findings.map(({ contender }) => contender)].map(
    distinct,
  );
  const rows = (contenders ?? []).map((contender) => [
    contender,
    ...(columns ?? []).map((at) => format(findings.find((each) => each.at === at && each.contender === contender))),
  ]);
  return table([unit, ...(columns ?? [])], rows);
}

function format(finding: Finding | undefined): string {
  if (finding === undefined) return '';
  const { value } = finding;
  const decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)];
