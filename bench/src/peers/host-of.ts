/** A distinct IPv4 address for each instance. */
export const hostOf = (index: number): string => `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;
