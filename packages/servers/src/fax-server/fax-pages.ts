const columns = 80;
const linesOnPage = 55;

export interface FaxLetter {
  readonly to: string;
  readonly from: string;
  readonly text: string;
}

/** A letter as it comes out of the other machine: pages of lines, each with a header. An empty letter has one page. */
export function faxPages({ to, from, text }: FaxLetter): readonly string[] {
  const lines = text.split(/\r\n|\r|\n/).flatMap(wrapped);
  const count = Math.ceil(lines.length / linesOnPage);
  return Array.from({ length: count }, (_, index) => {
    const header = `To: ${to}   From: ${from}   Page ${index + 1} of ${count}`;
    return [header, '', ...lines.slice(index * linesOnPage, (index + 1) * linesOnPage)].join('\n');
  });
}

/** Breaks between words where it can, and within them where it must. */
function wrapped(line: string): readonly string[] {
  const lines: string[] = [];
  // Tabs and what no printer prints.
  let rest = line.replaceAll(/\p{Cc}/gu, ' ').trimEnd();
  while (rest.length > columns) {
    const space = rest.lastIndexOf(' ', columns);
    const end = space > 0 ? space : columns;
    lines.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return [...lines, rest];
}
