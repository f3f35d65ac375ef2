import { spawnSync } from 'node:child_process';
import type { ForkOptions } from 'node:child_process';

const mount = (directory: string): string => `mount -t tmpfs -o size=4k tmpfs "${directory}"`;

/** Whether this machine lets a process have file systems of its own; Linux does, where user namespaces are allowed. */
const canMount = (directory: string): boolean =>
  spawnSync('unshare', ['-rm', 'sh', '-c', mount(directory)], { stdio: 'ignore' }).status === 0;

/**
 * How to start a process for which this directory is on a disk of one page (ENOSPC), which nobody else sees and which goes with the process. Where a process may
 * not have that, it is one whose files may not grow (EFBIG), which any system with a POSIX shell can do.
 */
export function onAFullDisk(directory: string): ForkOptions & { readonly code: 'ENOSPC' | 'EFBIG' } {
  return canMount(directory)
    ? { code: 'ENOSPC', execPath: 'unshare', execArgv: ['-rm', 'sh', '-c', `${mount(directory)} && exec node "$0"`] }
    : { code: 'EFBIG', execPath: 'sh', execArgv: ['-c', 'ulimit -f 0; exec node "$0"'] };
}
