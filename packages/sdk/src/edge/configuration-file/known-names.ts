/** The names that may be referred to. */
export interface KnownNames {
  readonly tenants: ReadonlySet<string>;
  readonly hosts: ReadonlySet<string>;
  readonly databases: ReadonlySet<string>;
  readonly applications: ReadonlySet<string>;
}
