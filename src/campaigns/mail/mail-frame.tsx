import type { ComponentChildren } from 'preact';
import { render } from 'preact-render-to-string';
import type { Locale } from '../../platform/i18n/messages.js';
import { MAIL_STYLE, NIGHT_AND_PHONE, SHEET_PX } from './mail-style.js';

interface MailFrameProps {
  locale: Locale;
  title: string;
  /** Whose letter it is, at its head. */
  organisation: string;
  /** The line that an inbox shows after the subject; it comes first, and can be read too. */
  preheader?: string | undefined;
  /** What stands below the line: why it came, the way out, who we are. */
  foot: ComponentChildren;
  children: ComponentChildren;
}

/** The page that every mail of ours is written on: one column, no image, nothing fetched from anywhere. */
export function MailFrame({ locale, title, organisation, preheader, foot, children }: MailFrameProps) {
  return (
    <html lang={locale} dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: NIGHT_AND_PHONE }} />
      </head>
      <body class="paper" style={MAIL_STYLE.body}>
        <div role="article" class="paper" aria-label={title} lang={locale} dir="ltr" style={MAIL_STYLE.paper}>
          <Sheet>
            {preheader ? (
              <p class="soft" style={MAIL_STYLE.preheader}>
                {preheader}
              </p>
            ) : null}
            <p class="rule" style={MAIL_STYLE.head}>
              {organisation}
            </p>
            {children}
            <div class="soft rule" style={MAIL_STYLE.foot}>
              {foot}
            </div>
          </Sheet>
        </div>
      </body>
    </html>
  );
}

// Attributes that the types of today's HTML no longer have, and Outlook for Windows asks for.
const OF_OLD = { align: 'center', border: '0' };

/** Holds the lines to a width that reads well: a table, since Outlook for Windows knows no widest width. */
function Sheet({ children }: { children: ComponentChildren }) {
  return (
    <table
      role="presentation"
      {...OF_OLD}
      width={SHEET_PX}
      cellpadding="0"
      cellspacing="0"
      style={MAIL_STYLE.sheet}
    >
      <tbody>
        <tr>
          <td style={MAIL_STYLE.column}>{children}</td>
        </tr>
      </tbody>
    </table>
  );
}

export function MailHeading({ children }: { children: ComponentChildren }) {
  return <h1 style={MAIL_STYLE.h1}>{children}</h1>;
}

/** A link that looks like a button, in the one way that every mail program draws. */
export function MailButton({ href, children }: { href: string; children: ComponentChildren }) {
  return (
    <p style="margin:24px 0">
      <a class="button" href={href} style={MAIL_STYLE.button}>
        {children}
      </a>
    </p>
  );
}

export function MailLink({ href, children }: { href: string; children: ComponentChildren }) {
  return (
    <a href={href} style={MAIL_STYLE.a}>
      {children}
    </a>
  );
}

/** A whole HTML part. Attribute values and text are escaped by the renderer. */
export function renderMail(page: Parameters<typeof render>[0]): string {
  return `<!doctype html>\n${render(page)}`;
}
