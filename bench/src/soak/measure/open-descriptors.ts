import type { Sample, WatchedProcess } from './process-watch.js';

/** How many descriptors an application's process has open, with nothing to do. */
export interface OpenDescriptors {
  readonly application: string;
  /** Before the load. */
  readonly before: number;
  /** After it; of the process that plays it then. */
  readonly after: number;
}

/** Of every application; `before` and `after` are moments in ms since 1970 around which there was nothing to do. */
export function openDescriptors(processes: readonly WatchedProcess[], before: number): readonly OpenDescriptors[] {
  const applications = [...new Set(processes.map(({ application }) => application))];
  return applications.flatMap((application) => {
    const own = processes.filter((each) => each.application === application);
    const idle = own[0]?.samples.filter(({ at }) => at <= before) ?? [];
    const last = own.at(-1)?.samples.at(-1);
    if (idle.length === 0 || last === undefined) return [];
    return [{ application, before: most(idle), after: last.descriptors }];
  });
}

const most = (samples: readonly Sample[]): number => Math.max(...samples.map(({ descriptors }) => descriptors));
