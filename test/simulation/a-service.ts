import type { Service } from '@eservices-lb/sdk';

/** The service object that the SDK would give for this instance. */
export const aService = (dbid: number, application: string): Service => ({
  ...{ alias: application, application, dbid, member: 'primary' },
  ...{ host: '127.0.0.1', port: 9_000 + dbid, secure: false, url: `http://127.0.0.1:${9_000 + dbid}` },
});
