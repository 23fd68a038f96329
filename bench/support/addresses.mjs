/** How a Norwegian list is spread: two big receivers, and the rest over many small ones. */
const BIG = [
  { share: 0.4, domain: 'storpost.example' },
  { share: 0.25, domain: 'nabopost.example' },
];
const SMALL_DOMAINS = 200;

/**
 * The address of subscriber number `index`: always the same, never that of another number, under `.example`, which is
 * all that a house on trial mails to (RFC 2606).
 * @param {number} index from 0
 * @param {string} [prefix] tells one list's people from another's
 */
export function addressOf(index, prefix = 'leser') {
  return `${prefix}.${index}@${domainOf(index)}`;
}

/** @param {number} index */
function domainOf(index) {
  // Neighbours in number land on different domains, in the shares above.
  let point = ((index * 61) % 100) / 100;
  for (const { share, domain } of BIG) {
    if (point < share) return domain;
    point -= share;
  }
  return `post-${index % SMALL_DOMAINS}.example`;
}
