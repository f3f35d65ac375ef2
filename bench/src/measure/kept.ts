/** Where results go, so that no compiler leaves their making out. */
export const kept: { value: unknown } = { value: undefined };
