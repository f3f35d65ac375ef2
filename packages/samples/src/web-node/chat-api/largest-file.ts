import type { Scope } from '../tenant-of-request.js';

const megabyte = 1024 * 1024;
const usually = 10 * megabyte;
const most = 32 * megabyte;

/** The largest file that this web node takes, bytes: option `largest-file` of section `web`, in MB. The Chat Server may take less. */
export function largestFile({ configuration, application }: Scope): number {
  const configured = Number(configuration.options(application, 'web')['largest-file']) * megabyte;
  return configured > 0 ? Math.min(configured, most) : usually;
}
