const SERIF = "font:600 26px/1.25 'Iowan Old Style','Palatino Linotype',Georgia,serif";

/** Mail programs read styles on the elements themselves, so each has its own; light, as the most of them show it. */
export const MAIL_STYLE = {
  body: 'margin:0;padding:0;background:#fbfaf7;color:#1d2528',
  column:
    'max-width:36rem;margin:0 auto;padding:24px 20px 32px;font:17px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:break-word;word-wrap:break-word',
  preheader: 'margin:0 0 16px;font-size:15px;color:#55605f',
  head: `margin:0 0 28px;padding:0 0 12px;border-bottom:1px solid #dcd8ce;${SERIF};font-size:20px`,
  foot: 'margin-top:40px;padding-top:8px;border-top:1px solid #dcd8ce;font-size:15px;line-height:1.5;color:#55605f',
  note: 'margin:0 0 28px;padding:12px 16px;border-radius:6px;background:#fbeedb;color:#8a4b00',
  offer: 'margin:0 0 16px;padding-left:16px;border-left:3px solid #0f5c55',
  block:
    'margin:0 0 16px;padding:12px;border:1px solid #dcd8ce;border-radius:6px;font:13px/1.5 ui-monospace,Menlo,Consolas,monospace;white-space:pre-wrap;word-break:break-all;color:#55605f',
  button:
    'display:inline-block;padding:14px 22px;border-radius:6px;background:#0f5c55;color:#ffffff;font-weight:600;text-decoration:none',
  a: 'color:#0f5c55',
  h1: `margin:0 0 16px;${SERIF}`,
  h2: `margin:32px 0 12px;${SERIF};font-size:21px`,
  h3: `margin:28px 0 8px;${SERIF};font-size:18px`,
  ul: 'margin:0 0 16px;padding-left:22px',
  ol: 'margin:0 0 16px;padding-left:26px',
  blockquote: 'margin:0 0 16px;padding-left:16px;border-left:3px solid #dcd8ce',
} as const;

/** Mail programs that honour it get a dark page; the others keep the light one. */
export const NIGHT =
  '@media (prefers-color-scheme:dark){' +
  '.paper{background:#14191a!important;color:#e9ece8!important}' +
  'a{color:#7cc7bb!important}.button{background:#7cc7bb!important;color:#0b201e!important}' +
  '.soft{color:#a6b0ad!important}.rule,blockquote{border-color:#2f3938!important}' +
  '.offer{border-color:#7cc7bb!important}.note{background:#33261a!important;color:#f0b36a!important}}';

const STYLED = /<(a|h1|h2|h3|ul|ol|blockquote)(?=[ >])/g;

/** Puts the styles on the elements of rendered Markdown, in which every `<` that is text is escaped. */
export function styledLetter(html: string): string {
  return html.replace(
    STYLED,
    (_, element: keyof typeof MAIL_STYLE) => `<${element} style="${MAIL_STYLE[element]}"`,
  );
}
