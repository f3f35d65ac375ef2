import type { Request, RequestHandler } from 'express';
import { languages, translateTo } from './texts.js';
import type { Language } from './texts.js';

/**
 * Gives every view `t`, the texts in the visitor's language: the one that `?language=` says, else the browser's first that we speak, else
 * English. `pathIn` is a path that keeps to a language that was chosen.
 */
export function speak(): RequestHandler {
  return (request, response, next) => {
    const chosen = chosenLanguage(request);
    const language = chosen ?? (request.acceptsLanguages(...languages) || 'en');
    const t = translateTo(isLanguage(language) ? language : 'en');
    const pathIn = (path: string, wanted: string | undefined = chosen): string =>
      wanted === undefined ? path : `${path}${path.includes('?') ? '&' : '?'}language=${wanted}`;
    const others = languages.map((one) => ({
      ...{ language: one, name: translateTo(one)('language.name'), isCurrent: one === language },
      path: pathIn(request.path, one),
    }));
    Object.assign(response.locals, { t, language, pathIn, languages: others });
    response.vary('accept-language');
    next();
  };
}

const isLanguage = (text: unknown): text is Language => languages.some((one) => one === text);

const chosenLanguage = ({ query }: Request): Language | undefined =>
  isLanguage(query.language) ? query.language : undefined;
