/** From this width on the page has two columns, as its style says. */
const twoColumns = matchMedia('(min-width: 64rem)');
const onPhone = matchMedia('(max-width: 46rem)');
const sidesOfCard = 40;
const gap = 16;
const most = 640;

/** How wide a drawing within a card may be, in pixels. */
export function room() {
  const page = Math.min(document.getElementById('page').clientWidth, 1600) - (onPhone.matches ? 28 : 40);
  const column = twoColumns.matches ? (page - gap) / 2 : page;
  return Math.max(240, Math.min(most, Math.floor(column - sidesOfCard)));
}
