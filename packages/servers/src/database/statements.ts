/** What a store needs of a database: one statement at a time, carried out wherever there is room. */
export interface Statements {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
}
