import type { ConfigurationChange, StatusChange } from '@eservices-lb/sdk/wire';

/** One step of the world, exactly as it goes over the wire. */
export type WorldEvent =
  | { readonly name: 'configuration'; readonly body: ConfigurationChange }
  | { readonly name: 'status'; readonly body: StatusChange };
