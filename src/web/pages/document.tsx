import type { ComponentChildren, VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { type PageLocale, translator } from '../../platform/i18n/messages.js';
import type { Frame } from './frame.js';

/** A whole page as HTML text. */
export function renderDocument(page: VNode): string {
  return `<!doctype html>${render(page)}`;
}

/** A part of a page as HTML text, for htmx to put in place. */
export function renderFragment(part: VNode): string {
  return render(part);
}

/** The content security policy forbids what htmx would do by itself: eval, its own style element, kept pages. */
const HTMX_CONFIG = JSON.stringify({
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  historyCacheSize: 0,
  selfRequestsOnly: true,
});

export interface DocumentProps {
  frame: Frame<PageLocale>;
  title: string;
  /** Whose page it is, after the title in the tab. */
  owner: string;
  noindex?: boolean;
  /** Where what this page lists can be followed (RFC 4287). */
  feed?: { title: string; href: string } | undefined;
  /** htmx, on staff pages only. */
  scripts?: boolean;
  children: ComponentChildren;
}

export function Document({ frame, title, owner, noindex, feed, scripts, children }: DocumentProps) {
  return (
    <html lang={frame.locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {noindex && <meta name="robots" content="noindex" />}
        <title>{title === owner ? title : `${title} · ${owner}`}</title>
        <link rel="icon" href="/assets/jatakk.svg" type="image/svg+xml" />
        <link rel="stylesheet" href={`/assets/jatakk.css?v=${encodeURIComponent(frame.version)}`} />
        {feed && <link rel="alternate" type="application/atom+xml" title={feed.title} href={feed.href} />}
        {scripts && <meta name="htmx-config" content={HTMX_CONFIG} />}
        {scripts && <script src={`/assets/htmx.js?v=${encodeURIComponent(frame.version)}`} defer />}
      </head>
      <body>
        <a class="skip" href="#content">
          {translator(frame.locale)('layout.skip')}
        </a>
        {children}
      </body>
    </html>
  );
}
