import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Every file `public/languages/<language>.json` is one; to add a language, add a file and its name here. */
export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** A text by its key, with `{name}` replaced by the value of that name. */
export type Translate = (key: string, values?: Readonly<Record<string, string | number>>) => string;

const directory = join(__dirname, '../../../public/languages');
const textsSchema = z.record(z.string(), z.string());

const read = (language: Language): ReadonlyMap<string, string> =>
  new Map(Object.entries(textsSchema.parse(JSON.parse(readFileSync(join(directory, `${language}.json`), 'utf8')))));

const texts: Readonly<Record<Language, ReadonlyMap<string, string>>> = { en: read('en'), de: read('de') };

/** What is not translated is shown as it is. */
export const translateTo =
  (language: Language): Translate =>
  (key, values = {}) =>
    (texts[language].get(key) ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
