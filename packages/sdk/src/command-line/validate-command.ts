import { writeFile } from 'node:fs/promises';
import type { FindingInFile } from '../edge/configuration-file/configuration-file-error.js';
import { judgeEstate } from '../edge/configuration-file/judge-configuration.js';
import { judgeText } from '../edge/configuration-file/parse-configuration.js';
import { exitCode, ImpossibleCommandError } from './exit-code.js';
import type { ExitCode } from './exit-code.js';
import { readText } from './read-text.js';
import { sarifLog } from './sarif.js';
import type { Terminal } from './terminal.js';

export interface ValidateOptions {
  readonly format: 'text' | 'json' | 'sarif';
  /** A file to write SARIF to, whatever the format of the output is. */
  readonly sarif?: string;
  readonly token?: string;
}

/**
 * Says everything that is to be said of a configuration.
 * @throws ImpossibleCommandError
 */
export async function validateCommand(place: string, options: ValidateOptions, terminal: Terminal): Promise<ExitCode> {
  const { findings } = judgeText(await readText(place, options.token), judgeEstate);
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  if (options.sarif !== undefined) await write(options.sarif, toJson(sarifLog(place, findings)));
  switch (options.format) {
    case 'json':
      terminal.print(toJson({ file: place, errors, warnings: findings.length - errors, findings }));
      break;
    case 'sarif':
      terminal.print(toJson(sarifLog(place, findings)));
      break;
    default:
      printFindings(place, findings, terminal);
  }
  return errors === 0 ? exitCode.done : exitCode.refused;
}

const toJson = (value: unknown): string => JSON.stringify(value, undefined, 2);

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, `${text}\n`);
  } catch (error) {
    throw new ImpossibleCommandError(`${file} cannot be written: ${error instanceof Error ? error.message : ''}`);
  }
}

function printFindings(place: string, findings: readonly FindingInFile[], { print, paint }: Terminal): void {
  for (const { line, severity, rule, message, remedy } of findings) {
    const what = paint(severity === 'error' ? ['bold', 'red'] : ['bold', 'yellow'], severity);
    print(`${place}:${line}: ${what}${rule === undefined ? '' : ` ${paint('bold', rule)}`}: ${message}`);
    if (remedy !== undefined) print(paint('dim', `    ${remedy}`));
  }
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  print(`${place}: ${counted(errors, 'error')}, ${counted(findings.length - errors, 'warning')}`);
}

const counted = (count: number, what: string): string =>
  `${count === 0 ? 'no' : count} ${what}${count === 1 ? '' : 's'}`;
