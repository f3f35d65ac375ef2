import type { Status } from '@eservices-lb/sdk/wire';
import type { Command } from '@eservices-lb/mock-scs/lca';

/** What decides how a server reports itself. */
export interface Conditions {
  /** What the operator wishes. */
  readonly wish: 'work' | 'suspend' | 'be-unavailable' | 'finish' | 'end';
  /** Everything that the server needs, such as its database, is there. */
  readonly isAble: boolean;
}

/** The status to report: the operator's wish comes first, then what the server lacks. */
export function statusOf({ wish, isAble }: Conditions): Status {
  switch (wish) {
    case 'end':
      return 'stop-pending';
    case 'finish':
      return 'suspending';
    case 'suspend':
      return 'suspended';
    case 'be-unavailable':
      return 'service-unavailable';
    case 'work':
      return isAble ? 'running' : 'service-unavailable';
  }
}

/** The operator's wish after a command; an end once begun is not taken back. */
export function wishAfter(command: Command, wish: Conditions['wish']): Conditions['wish'] {
  if (wish === 'end') return 'end';
  switch (command) {
    case 'stop':
      return 'end';
    case 'stop-gracefully':
      return 'finish';
    case 'suspend':
      return 'suspend';
    case 'service-unavailable':
      return 'be-unavailable';
    case 'resume':
    case 'available':
      return 'work';
    case 'become-primary':
    case 'become-backup':
    case 'confirm-database':
      return wish;
  }
}
