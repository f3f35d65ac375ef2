/** From the top of the configuration: `['applications', 3, 'tenants', 1]`. */
export type Path = readonly (string | number)[];
