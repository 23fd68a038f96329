import { type ComponentChildren, createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { render } from 'preact-render-to-string';
import type { Locale } from '../../platform/i18n/messages.js';
import { HOUSE_LOOK, type Look } from '../theme/look.js';
import { mailStyle, nightAndPhone, SHEET_PX } from './mail-style.js';

interface MailFrameProps {
  locale: Locale;
  title: string;
  /** Whose letter it is, at its head. */
  organisation: string;
  /** The line that an inbox shows after the subject; it comes first, and can be read too. */
  preheader?: string | undefined;
  /** Its register's; ours for a mail that is no register's. */
  look?: Look;
  /** What stands below the line: why it came, the way out, who we are. */
  foot: ComponentChildren;
  children: ComponentChildren;
}

const InLook = createContext(mailStyle(HOUSE_LOOK));

/** What stands on the elements of this mail. */
const useMailStyle = () => useContext(InLook);

/** The page that every mail of ours is written on: one column, and nothing fetched but a logo of our own. */
export function MailFrame(props: MailFrameProps) {
  const { locale, title, organisation, preheader, look = HOUSE_LOOK, foot, children } = props;
  const style = mailStyle(look);
  return (
    <html lang={locale} dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: nightAndPhone(look) }} />
      </head>
      <body class="paper" style={style.body}>
        <div role="article" class="paper" aria-label={title} lang={locale} dir="ltr" style={style.paper}>
          <InLook.Provider value={style}>
            <Sheet>
              {preheader ? (
                <p class="soft" style={style.preheader}>
                  {preheader}
                </p>
              ) : null}
              <p class="rule head" style={style.head}>
                {look.logo ? <img class="logo" {...look.logo} style={style.logo} /> : organisation}
              </p>
              {children}
              <div class="soft rule" style={style.foot}>
                {foot}
              </div>
            </Sheet>
          </InLook.Provider>
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
      style={useMailStyle().sheet}
    >
      <tbody>
        <tr>
          <td style={useMailStyle().column}>{children}</td>
        </tr>
      </tbody>
    </table>
  );
}

export function MailHeading({ children }: { children: ComponentChildren }) {
  return <h1 style={useMailStyle().h1}>{children}</h1>;
}

/** A link that looks like a button, in the one way that every mail program draws. */
export function MailButton({ href, children }: { href: string; children: ComponentChildren }) {
  return (
    <p style="margin:24px 0">
      <a class="button" href={href} style={useMailStyle().button}>
        {children}
      </a>
    </p>
  );
}

export function MailLink({ href, children }: { href: string; children: ComponentChildren }) {
  return (
    <a href={href} style={useMailStyle().a}>
      {children}
    </a>
  );
}

/** Something that is said apart from the rest. */
export function MailNote({ children }: { children: ComponentChildren }) {
  return (
    <p class="note" style={useMailStyle().note}>
      {children}
    </p>
  );
}

/** What somebody is offered, or has said yes to. */
export function MailOffer({ children }: { children: ComponentChildren }) {
  return (
    <p class="offer" style={useMailStyle().offer}>
      {children}
    </p>
  );
}

/** Words for a machine, letter by letter. */
export function MailBlock({ children }: { children: ComponentChildren }) {
  return (
    <pre class="soft rule" style={useMailStyle().block}>
      {children}
    </pre>
  );
}

/** A whole HTML part. Attribute values and text are escaped by the renderer. */
export function renderMail(page: Parameters<typeof render>[0]): string {
  return `<!doctype html>\n${render(page)}`;
}
