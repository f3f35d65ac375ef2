/** Where an application stands. */
export interface Place {
  /** The name of its host in the configuration. */
  readonly host: string | undefined;
  /** A group of hosts near each other: the parameter `site` of the connection. */
  readonly site: string | undefined;
}
