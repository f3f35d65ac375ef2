import type { Application, StartInfo } from '@eservices-lb/sdk/wire';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

export interface Launch {
  readonly application: Application;
  readonly startInfo: StartInfo;
  /** Base URLs of Solution Control Server. */
  readonly scs: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** Gets all that the process prints, from the beginning. A file, so that the process survives us. */
  readonly logFile: string;
}

/** Starts an application as its Start Info says, with its name and the address of Solution Control Server appended. */
export function spawnApplication({ application, startInfo, scs, environment, logFile }: Launch): ChildProcess {
  const command = startInfo.commandLine === 'node' ? process.execPath : startInfo.commandLine;
  const log = openSync(logFile, 'w', 0o600);
  try {
    return spawn(command, [...startInfo.commandLineArguments, '--name', application.name, '--scs', scs.join(',')], {
      cwd: startInfo.workingDirectory,
      env: environment,
      stdio: ['ignore', log, log],
      windowsHide: true,
    });
  } finally {
    closeSync(log);
  }
}
