const webAddress = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]/g;

/** A link that tells the other site nothing, and opens beside the chat. */
export function safeLink(address, text = address) {
  const link = document.createElement('a');
  if (/^https?:\/\//i.test(address)) link.href = address;
  link.target = '_blank';
  link.rel = 'noopener noreferrer nofollow';
  link.textContent = text;
  return link;
}

/** Text as nodes, with web addresses as links. It never becomes markup. */
export function linkedText(text) {
  const nodes = [];
  let end = 0;
  for (const { 0: address, index } of text.matchAll(webAddress)) {
    nodes.push(text.slice(end, index), safeLink(address));
    end = index + address.length;
  }
  return [...nodes, text.slice(end)];
}
