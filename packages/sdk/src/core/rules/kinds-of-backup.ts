import type { KnownServerType } from '../../wire/server-type.js';

/** Which kinds of redundancy a type of server has. */
export interface KindsOfBackup {
  readonly warmStandby: boolean;
  readonly loadBalancing: boolean;
}

/** The guide's table (BK-1). */
const table: ReadonlyMap<string, KindsOfBackup> = new Map<KnownServerType, KindsOfBackup>([
  ['ChatServer', { warmStandby: true, loadBalancing: true }],
  ['ClassificationServer', { warmStandby: true, loadBalancing: true }],
  ['EmailServer', { warmStandby: true, loadBalancing: true }],
  ['CoBrowsingServer', { warmStandby: false, loadBalancing: true }],
  ['TrainingServer', { warmStandby: false, loadBalancing: true }],
  ['WebAPIServer', { warmStandby: false, loadBalancing: true }],
  ['InteractionServer', { warmStandby: true, loadBalancing: false }],
  ['InteractionServerProxy', { warmStandby: true, loadBalancing: false }],
  ['SMSServer', { warmStandby: true, loadBalancing: false }],
  ['SocialMessagingServer', { warmStandby: true, loadBalancing: false }],
  ['UniversalContactServer', { warmStandby: true, loadBalancing: false }],
  ['UniversalContactServerProxy', { warmStandby: true, loadBalancing: false }],
]);

/** What the guide's table says of the type; `undefined` where it says nothing. */
export const kindsOfBackup = (type: string): KindsOfBackup | undefined => table.get(type);

/** Whether a pair of this type may switch over (BK-1). Of types that the guide does not speak of, nothing is forbidden. */
export const hasWarmStandby = (type: string): boolean => table.get(type)?.warmStandby ?? true;
