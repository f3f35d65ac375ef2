/** Nobody is logged in, or no longer. */
export class RefusedError extends Error {}
