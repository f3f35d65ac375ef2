import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const processesSchema = z.record(z.string(), z.int().positive());

/** Where an estate keeps, from one start to the next, what it must not forget. */
export class StateDirectory {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
    mkdirSync(join(path, 'logs'), { recursive: true, mode: 0o700 });
  }

  logFile(application: string): string {
    return join(this.path, 'logs', `${encodeURIComponent(application)}.log`);
  }

  /** The processes that were running when this was last written, by application. */
  readProcesses(): Readonly<Record<string, number>> {
    return processesSchema.safeParse(this.readJson('processes.json')).data ?? {};
  }

  writeProcesses(pids: Readonly<Record<string, number>>): void {
    this.writeJson('processes.json', pids);
  }

  /** A file that is not there, or is no JSON, is as good as empty. */
  readJson(name: string): unknown {
    try {
      return JSON.parse(readFileSync(join(this.path, name), 'utf8')) as unknown;
    } catch {
      return undefined;
    }
  }

  /** Whole or not at all, and for the owner's eyes only. */
  writeJson(name: string, content: unknown): void {
    const file = join(this.path, name);
    writeFileSync(`${file}.new`, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
}
