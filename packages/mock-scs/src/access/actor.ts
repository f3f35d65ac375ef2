import type { Response } from 'express';
import type { Role } from './role.js';

/** Who asked: the name under which the token was made, and what it allows. */
export interface Actor {
  readonly name: string;
  readonly role: Role;
}

/** Known after authentication; before it, and where it failed, there is none. */
export const actorOf = (response: Response): Actor | undefined => response.locals.actor as Actor | undefined;

export function setActor(response: Response, { name, role }: Actor): void {
  response.locals.actor = { name, role };
}
