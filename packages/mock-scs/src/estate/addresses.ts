import type { Application } from '@eservices-lb/sdk/wire';
import type { MockScs } from '../mock-scs.js';

export interface Addresses {
  readonly frontDoor: string | undefined;
  readonly web: readonly string[];
  readonly scs: readonly string[];
  readonly console: string;
  readonly mailbox: string | undefined;
  /** With which agents log in. */
  readonly agentPassword: string;
}

/** Where to look, once the estate runs. */
export function addressesOf({ world, url, addresses, token, secrets }: MockScs): Addresses {
  const { applications, hosts } = world.configuration;
  const urlOf = ({ host, ports }: Application): string => {
    const address = hosts.find(({ name }) => name === host)?.address ?? '127.0.0.1';
    const { port, secure } = ports.find(({ id }) => id === 'default') ?? { port: 0, secure: false };
    return `${secure ? 'https' : 'http'}://${address}:${port}`;
  };
  const named = (name: string): string | undefined => {
    const application = applications.find((each) => each.name === name);
    return application && urlOf(application);
  };
  return {
    frontDoor: named('FrontDoor'),
    web: applications.filter(({ type }) => type === 'WebAPIServer').map(urlOf),
    scs: addresses,
    console: `${url}/#token=${token}`,
    mailbox: named('MailServer'),
    agentPassword: secrets.agentPassword,
  };
}

/** The addresses as a table for people. */
export function addressTable({ frontDoor, web, scs, console, mailbox, agentPassword }: Addresses): string {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Front door', frontDoor],
    ['  chat', frontDoor && `${frontDoor}/chat`],
    ['  e-mail', frontDoor && `${frontDoor}/email`],
    ['  agent', frontDoor && `${frontDoor}/agent   (name: agent, erin or rita; password: ${agentPassword})`],
    ['  status', frontDoor && `${frontDoor}/status`],
    ...web.map((url, index) => [`Web node ${index + 1}`, `${url}/   (/chat /email /agent /status)`] as const),
    ['Mailbox', mailbox],
    ['Control server', scs.map((url) => `${url}/docs`).join(' ')],
    ['Console', console],
  ];
  const lines = rows.flatMap(([what, where]) => (where === undefined ? [] : [`  ${what.padEnd(16)}${where}`]));
  return `\nThe estate is running. Ctrl-C ends it.\n\n${lines.join('\n')}\n\n`;
}
