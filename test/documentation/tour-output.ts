/** Stands for whatever varies: within a line for the rest of a word or more, alone on a line for any number of lines. */
const varying = '…';

/** Whether what was printed is what a page of the tour says. */
export function isAsTold(printed: string, told: string): boolean {
  return patternOf(told).test(tidy(printed));
}

function patternOf(told: string): RegExp {
  const lines = tidy(told)
    .slice(0, -1)
    .split('\n')
    .map((line) => (line === varying ? '(?:[^\\n]*\\n)*?' : `${line.split(varying).map(literally).join('[^\\n]*')}\n`));
  return new RegExp(`^${lines.join('')}$`);
}

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** Blanks at the ends of lines, and empty lines at the end, tell nothing. */
const tidy = (text: string): string => `${text.replace(/[^\S\n]+$/gm, '').trimEnd()}\n`;
