// The texts of the page's own language; the server has chosen it, and says so in <html lang>.
const response = await fetch(`/languages/${document.documentElement.lang}.json`);
const texts = await response.json();

/** A text by its key, with `{name}` replaced by the value of that name. What is not translated is shown as it is. */
export const t = (key, values = {}) =>
  (texts[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));

/** What an API's error says to a person: by its number where we have words for it. */
export const problemText = ({ code, message }) => texts[`error.${code}`] ?? message;
