import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Estate } from '../estate/start-estate.js';
import { eventually } from '../estate/eventually.js';
import { root } from './fenced-code.js';

const limitMs = 60_000;
const usualBase = 8000;
const span = 400;

/** A terminal beside a running estate, in which everything is as the tour says it, the port numbers too. */
export class TourShell {
  readonly #shell: ChildProcess;
  readonly #directory: string;
  readonly #portBase: number;
  #said = '';
  /** How many times commands were given. */
  #given = 0;
  /** Why no more can be given: the shell is still at others, or it is no more. */
  #failure: Error | undefined;

  constructor({ directory, portBase, ready }: Estate) {
    this.#directory = directory;
    this.#portBase = portBase;
    for (const name of ['docs', 'packages', 'node_modules']) symlinkSync(join(root, name), join(directory, name));
    symlinkSync(String(portBase), join(directory, '.eservices-lb', String(usualBase)));
    mkdirSync(join(directory, 'tour'));
    this.#shell = spawn('sh', [], {
      cwd: directory,
      stdio: ['pipe', 'pipe', 'inherit'],
      env: {
        ...process.env,
        PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH ?? ''}`,
        ESERVICES_SCS: ready.urls.scs[0],
        WEB: ready.urls.web[0],
      },
    });
    this.#shell.stdout?.on('data', (part: Buffer) => (this.#said += part.toString()));
    this.#shell.once('exit', () => (this.#failure ??= new Error('The shell of the tour has ended.')));
    // npx would find the same program, half a second later each time.
    this.#shell.stdin?.write('npx() { "$@"; }\n');
  }

  /**
   * Gives commands, and resolves with what they printed; variables and functions stay for the next ones.
   * @throws where they do not end
   */
  async give(commands: string): Promise<string> {
    this.#expectToLive();
    this.#given += 1;
    const name = `tour/${this.#given}`;
    const output = join(this.#directory, `${name}.txt`);
    writeFileSync(join(this.#directory, `${name}.sh`), this.#shifted(commands));
    this.#said = '';
    this.#shell.stdin?.write(`. ./${name}.sh </dev/null >./${name}.txt 2>&1; echo done\n`);
    const isOver = (): true | undefined => (this.#said === '' && this.#failure === undefined ? undefined : true);
    await eventually('the end of the commands', isOver, { withinMs: limitMs }).catch((cause: unknown) => {
      const printed = readFileSync(output, 'utf8');
      this.#failure = new Error(`These commands do not end:\n${commands}\nThey printed:\n${printed}`, { cause });
    });
    this.#expectToLive();
    return this.#shiftedBack(readFileSync(output, 'utf8'));
  }

  #expectToLive(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  async end(): Promise<void> {
    if (this.#shell.exitCode !== null || this.#shell.signalCode !== null) return;
    const ended = once(this.#shell, 'exit');
    this.#shell.kill();
    await ended;
  }

  #shifted(text: string): string {
    return text.replace(
      /(127\.0\.0\.1:)(8\d{3})\b/g,
      (_all, host: string, port: string) => `${host}${Number(port) - usualBase + this.#portBase}`,
    );
  }

  #shiftedBack(text: string): string {
    return text.replace(/\b\d{5}\b/g, (number) => {
      const offset = Number(number) - this.#portBase;
      return offset >= 0 && offset < span ? String(usualBase + offset) : number;
    });
  }
}
