const typesOfGuide = [
  ...['ApplicationCluster', 'CallbackServer', 'CapturePoint', 'ChatServer', 'ClassificationServer', 'CoBrowsingServer'],
  ...['DatabaseAccessPoint', 'DBServer', 'EmailServer', 'InteractionServer', 'InteractionServerProxy', 'SMSServer'],
  ...['SocialMessagingServer', 'StatServer', 'ThirdPartyServer', 'TrainingServer', 'TServer', 'UniversalContactServer'],
  ...['UniversalContactServerProxy', 'UniversalRoutingServer', 'WebAPIServer'],
];

/** The types of applications that the guide knows, and those that the estate has beside them. */
export const typesOf = (estate) =>
  [...new Set([...typesOfGuide, ...estate.all('application').map(({ type }) => type)])].sort();
