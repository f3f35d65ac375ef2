import type { Options } from '../../wire/application.js';

/** A section of options or of an annex; empty where there is none. */
export const sectionOf = (options: Options, section: string): Readonly<Record<string, string>> =>
  (Object.hasOwn(options, section) ? options[section] : undefined) ?? {};

/** The value of a key, without white space around it; `undefined` where there is none or it is blank. */
export function optionOf(options: Options, section: string, key: string): string | undefined {
  const keys = sectionOf(options, section);
  const value = Object.hasOwn(keys, key) ? keys[key]?.trim() : undefined;
  return value === '' ? undefined : value;
}
