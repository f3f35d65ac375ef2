const family = getComputedStyle(document.documentElement).fontFamily;
const brush = document.createElement('canvas').getContext('2d');
const fitted = new Map();
const mostRemembered = 20_000;

/** A text that is no wider than so many pixels. Of names the middle is left out, because they differ at their ends; of sentences the end. */
export function fit(text, width, { font, isName = false }) {
  const key = `${font} ${width} ${isName} ${text}`;
  const known = fitted.get(key);
  if (known !== undefined) return known;
  if (fitted.size > mostRemembered) fitted.clear();
  brush.font = `${font} ${family}`;
  const result = shortened(text, width, isName);
  fitted.set(key, result);
  return result;
}

function shortened(text, width, isName) {
  const fits = (candidate) => brush.measureText(candidate).width <= width;
  if (fits(text)) return text;
  let [least, most] = [0, Math.min(text.length - 1, 200)];
  while (least < most) {
    const length = Math.ceil((least + most) / 2);
    if (fits(cut(text, length, isName))) least = length;
    else most = length - 1;
  }
  return cut(text, least, isName);
}

function cut(text, length, isName) {
  if (!isName) return `${text.slice(0, length)}…`;
  const tail = Math.floor(length / 2);
  return `${text.slice(0, length - tail)}…${tail === 0 ? '' : text.slice(-tail)}`;
}
