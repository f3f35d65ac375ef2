import type { Request, Response } from 'express';

/** Browsers do not tell ports apart where cookies are concerned, so the name does: several control servers run on one machine. */
const nameOf = (request: Request): string => `eservices-lb-console-${request.socket.localPort ?? 0}`;

export function sessionCookie(request: Request): string | undefined {
  const pattern = new RegExp(`(?:^|; *)${nameOf(request)}=([\\w-]{43})(?:;|$)`);
  return pattern.exec(request.headers.cookie ?? '')?.[1];
}

/** For the browser's session, invisible to scripts, and never sent by another site's pages. Not `Secure`: the estate speaks plain HTTP. */
export function setSessionCookie(request: Request, response: Response, id: string): void {
  response.cookie(nameOf(request), id, { httpOnly: true, sameSite: 'strict', path: '/' });
}

export function clearSessionCookie(request: Request, response: Response): void {
  response.clearCookie(nameOf(request), { httpOnly: true, sameSite: 'strict', path: '/' });
}
