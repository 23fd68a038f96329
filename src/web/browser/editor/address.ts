const ADDRESS = /^(https?:\/\/[^\s]+|mailto:[^\s]+)$/i;
const DOMAIN = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,}(?:[:/?#][^\s]*)?$/iu;
const MAIL = /^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/;
const LONGEST = 2000;

/** Whether a link may lead there: http, https or mailto, as the text's shape says. */
export function isAddress(text: string): boolean {
  return text.length <= LONGEST && ADDRESS.test(text);
}

/** What somebody means who types `fjellhallen.no` or an address for mail; null where it leads nowhere. */
export function asAddress(typed: string): string | null {
  const text = typed.trim();
  if (isAddress(text)) return text;
  if (MAIL.test(text) && isAddress(`mailto:${text}`)) return `mailto:${text}`;
  return DOMAIN.test(text) && isAddress(`https://${text}`) ? `https://${text}` : null;
}
