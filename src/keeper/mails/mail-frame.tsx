import type { ComponentChildren } from 'preact';
import { render } from 'preact-render-to-string';
import type { Locale } from '../../platform/i18n/messages.js';

const STYLE = {
  body: 'margin:0;padding:0;background:#fbfaf7;color:#1d2528',
  wrapper:
    'max-width:36rem;margin:0 auto;padding:24px 20px;font:17px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif',
};

// Mail programs that honour it get a dark page; the others keep the light one above.
const DARK =
  '@media (prefers-color-scheme:dark){body,.paper{background:#14191a!important;color:#e9ece8!important}' +
  'a{color:#7cc7bb!important}.button a{background:#7cc7bb!important;color:#0b201e!important}' +
  '.foot,.foot p{color:#a6b0ad!important;border-color:#2f3938!important}}';

interface MailFrameProps {
  locale: Locale;
  title: string;
  /** The line that an inbox shows after the subject. */
  preheader?: string | undefined;
  children: ComponentChildren;
}

/** The page that every mail of ours is written on: one column, no image, nothing fetched from anywhere. */
export function MailFrame({ locale, title, preheader, children }: MailFrameProps) {
  return (
    <html lang={locale} dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: DARK }} />
      </head>
      <body class="paper" style={STYLE.body}>
        {preheader ? (
          <p style="margin:0;padding:12px 20px 0;font:14px/1.5 system-ui,sans-serif;color:#55605f">
            {preheader}
          </p>
        ) : null}
        <div role="article" aria-label={title} lang={locale} dir="ltr" style={STYLE.wrapper}>
          {children}
        </div>
      </body>
    </html>
  );
}

/** A link that looks like a button, in the one way that every mail program draws. */
export function MailButton({ href, children }: { href: string; children: ComponentChildren }) {
  return (
    <p class="button" style="margin:24px 0">
      <a
        href={href}
        style="display:inline-block;padding:14px 22px;border-radius:6px;background:#0f5c55;color:#ffffff;font-weight:600;text-decoration:none"
      >
        {children}
      </a>
    </p>
  );
}

/** A whole HTML part. Attribute values and text are escaped by the renderer. */
export function renderMail(page: Parameters<typeof render>[0]): string {
  return `<!doctype html>\n${render(page)}`;
}
