const begin = '<!-- The table: npm run faults -- --write -->';
const end = '<!-- The end of the table. -->';

/**
 * The page with another table; what people wrote around it stays.
 * @throws Error where the page does not say where the table belongs
 */
export function withTable(page: string, table: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The page must have "${begin}" and, after it, "${end}".`);
  return `${page.slice(0, from + begin.length)}\n\n${table}\n\n${page.slice(to)}`;
}
