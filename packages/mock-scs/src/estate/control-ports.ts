import { usualPortBase } from '../configuration/shift-ports.js';

/** Where the two control servers of an estate listen. */
export interface ControlPorts {
  readonly primary: number;
  readonly backup: number;
}

export const controlPorts = (portBase: number): ControlPorts => ({
  primary: 8090 - usualPortBase + portBase,
  backup: 8091 - usualPortBase + portBase,
});

/** The control servers of a pair are on one machine. */
export const controlUrl = (port: number): string => `http://127.0.0.1:${port}`;
