import { RequestError } from '../application-server/request-error.js';

export const unknownChat = (): RequestError =>
  new RequestError(404, 'UNKNOWN_CHAT', 'This Chat Server has no such chat of the tenant.');
