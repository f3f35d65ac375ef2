import type { Registration } from '@eservices-lb/mock-scs/lca';
import { connectionTo } from '../application-server/address-of.js';

/** The SMTP server that carries the mail away. */
export interface SmtpServer {
  readonly host: string;
  /** Absent: the usual one, 587, or 465 where `secure`. */
  readonly port?: number;
  /** TLS from the first byte; otherwise from STARTTLS on, where the server offers it. */
  readonly secure: boolean;
  /** Nothing is said before STARTTLS. */
  readonly requireTLS: boolean;
  readonly auth?: { readonly user: string; readonly pass: string };
}

/**
 * What SMTP_URL names, else the mail server among the Connections. A password goes over TLS only, except to this machine.
 * @throws Error that says what was expected, never what the URL was: it may hold a password
 */
export function smtpServerOf(registration: Registration, smtpUrl = process.env.SMTP_URL): SmtpServer {
  if (smtpUrl !== undefined && smtpUrl !== '') return parsed(smtpUrl);
  const { host, port, secure } = connectionTo('ThirdPartyServer', registration);
  return { host, port, secure, requireTLS: false };
}

function parsed(smtpUrl: string): SmtpServer {
  const url = URL.canParse(smtpUrl) ? new URL(smtpUrl) : undefined;
  if (url === undefined || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') {
    throw new Error('SMTP_URL: expected smtp://user:password@host:port, or smtps:// for TLS from the first byte.');
  }
  const { hostname, port, protocol } = url;
  const [user, pass] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  const host = hostname.replaceAll(/^\[|\]$/g, '');
  const secure = protocol === 'smtps:';
  return {
    ...{ host, secure, requireTLS: !secure && user !== '' && !isThisMachine(host) },
    ...(port !== '' && { port: Number(port) }),
    ...(user !== '' && { auth: { user, pass } }),
  };
}

const isThisMachine = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');
