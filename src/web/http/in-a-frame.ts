/**
 * For a message's HTML shown in a frame of ours: it runs nothing, has no origin, and fetches nothing but images of this
 * house.
 */
export const IN_A_FRAME = {
  'content-security-policy':
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'",
  'x-frame-options': 'SAMEORIGIN',
};

/** A link in a message opens beside the frame, as it would in a mail program. */
export function opensBeside(html: string): string {
  return html.replace(/<head>/i, '<head><base target="_blank">');
}
