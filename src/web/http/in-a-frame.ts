/**
 * For a message's HTML shown in a frame of ours: it runs nothing, has no origin, and fetches nothing but images of this
 * house.
 */
export const IN_A_FRAME = {
  'content-security-policy':
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'",
  'x-frame-options': 'SAMEORIGIN',
};

/** Shown dark or light because somebody asked for it, not because their own screen is. */
export function inLight(html: string, dark: boolean): string {
  return html.replaceAll('@media (prefers-color-scheme:dark)', dark ? '@media all' : '@media not all');
}

/** A link in a message opens beside the frame, as it would in a mail program. */
export function opensBeside(html: string): string {
  return html.replace(/<head>/i, '<head><base target="_blank">');
}
