import type { IncomingHttpHeaders } from 'node:http';
import type { Service } from '../../core/model/service.js';

/** The response header that says which instance answered. */
export const aliasHeader = 'x-eservices-alias';

const nameBytes = Buffer.from(aliasHeader);
const aliasBytes = new WeakMap<Service, Buffer>();

/** Headers as undici's parser has them, name and value in turn; whatever the instance itself says under our name is left out. */
export function withAliasBytes(raw: readonly Buffer[], service: Service): Buffer[] {
  let bytes = aliasBytes.get(service);
  if (bytes === undefined) {
    bytes = Buffer.from(service.alias);
    aliasBytes.set(service, bytes);
  }
  const headers: Buffer[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const [name, value] = [raw[index], raw[index + 1]];
    if (name !== undefined && value !== undefined && !isOurs(name)) headers.push(name, value);
  }
  headers.push(nameBytes, bytes);
  return headers;
}

export const withAlias = (headers: IncomingHttpHeaders, { alias }: Service): IncomingHttpHeaders => ({
  ...headers,
  [aliasHeader]: alias,
});

const isOurs = (name: Buffer): boolean =>
  name.length === nameBytes.length && name.toString('latin1').toLowerCase() === aliasHeader;
