declare module 'smpp' {
  /** See `smpp-library.ts`. */
  const smpp: unknown;
  export = smpp;
}
