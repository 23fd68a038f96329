/**
 * For the HTML of a stranger's mail: no script, no form, no link that leads anywhere, nothing fetched from anywhere, no
 * origin of ours. What the receiver has made harmless is shown as if it had not.
 */
export const MAIL_FRAME = {
  'content-security-policy':
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'self'",
  'x-frame-options': 'SAMEORIGIN',
};

/** On white, as it was most likely made for, whatever theme the page around it has. */
const HEAD =
  '<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">' +
  '<title>&#8203;</title><style>:root{color-scheme:light;background:#fff;color:#222}' +
  'body{margin:1rem;font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}img{display:none}</style></head><body>';

export function framedMail(html: string): string {
  return `${HEAD}${html}</body></html>`;
}
