/**
 * The application types of the guide, by the name we use for them on the wire, with the number the products use.
 * The list is open: a configuration may hold types that are not here.
 */
export const serverTypeCodes = {
  TServer: 1,
  StatServer: 2,
  DBServer: 8,
  UniversalRoutingServer: 15,
  ConfigurationServer: 21,
  ThirdPartyServer: 23,
  SolutionControlServer: 43,
  ChatServer: 59,
  CallbackServer: 60,
  CoBrowsingServer: 61,
  UniversalContactServer: 63,
  EmailServer: 64,
  WebAPIServer: 80,
  ApplicationCluster: 82,
  ClassificationServer: 90,
  TrainingServer: 91,
  InteractionServer: 111,
  CapturePoint: 163,
  SocialMessagingServer: 171,
} as const;

/** Types of the guide whose number in the products we do not know. */
export const serverTypesWithoutCode = [
  'DatabaseAccessPoint',
  'InteractionServerProxy',
  'SMSServer',
  'UniversalContactServerProxy',
] as const;

export type KnownServerType = keyof typeof serverTypeCodes | (typeof serverTypesWithoutCode)[number];

/** Whether the guide knows the type; a configuration may hold others. */
export const isKnownServerType = (type: string): type is KnownServerType =>
  Object.hasOwn(serverTypeCodes, type) || (serverTypesWithoutCode as readonly string[]).includes(type);

/** A type of the list above, or any other name that a configuration uses. */
export type ServerType = KnownServerType | (string & {});
