import type {
  ConfigurationChange,
  EstateSnapshot,
  HostStatusChange,
  NoticeEvent,
  StatusChange,
  SurroundingChange,
} from '@eservices-lb/sdk/wire';

/** One step of the world, exactly as it goes over the wire. A notice makes no revision, a snapshot begins an epoch; everything else makes one. */
export type WorldEvent =
  | { readonly name: 'snapshot'; readonly body: EstateSnapshot }
  | { readonly name: 'configuration'; readonly body: ConfigurationChange | SurroundingChange }
  | { readonly name: 'status'; readonly body: StatusChange }
  | { readonly name: 'host-status'; readonly body: HostStatusChange }
  | { readonly name: 'notice'; readonly body: NoticeEvent };
