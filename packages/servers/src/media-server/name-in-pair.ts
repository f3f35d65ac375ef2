import type { Application } from '@eservices-lb/sdk/wire';

/** The name that a server and its warm standby partner have in common: that of the primary, as it is configured. */
export const nameInPair = ({ name }: Application, all: readonly Application[]): string =>
  all.find(({ backup }) => backup === name)?.name ?? name;
