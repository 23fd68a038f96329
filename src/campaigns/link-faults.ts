import MarkdownIt from 'markdown-it';
import type { ShownLink } from './links-of.js';

/**
 * `malformed`: it leads nowhere, or carries somebody's sign-in. `shortener`: nobody sees where it leads before they are
 * there. `other-host`: its words name another place than where it leads.
 */
export interface LinkFault {
  fault: 'malformed' | 'shortener' | 'other-host';
  link: ShownLink;
  /** The host that is named, or that shortens. */
  host: string;
}

/** Well-known ones: a list that is meant to be read, not to be complete. */
const SHORTENERS = new Set(
  (
    'bit.ly buff.ly cutt.ly dlvr.it fb.me goo.gl ift.tt is.gd j.mp lnkd.in ow.ly ' +
    'rb.gy rebrand.ly s.id shorturl.at t.co t.ly tiny.cc tinyurl.com trib.al v.gd wp.me'
  ).split(' '),
);

// A reader of words, not of Markdown: it knows which of them look like an address of the web or of mail.
const reader = new MarkdownIt().linkify.set({ fuzzyLink: true, fuzzyEmail: true });

/** What is wrong with links as they are written; nothing is fetched to find out (P2), so whether they answer is not known. */
export function linkFaults(links: readonly ShownLink[]): LinkFault[] {
  return links.flatMap((link): LinkFault[] => {
    const target = hostOf(link.href);
    if (target === undefined) return [{ fault: 'malformed', link, host: '' }];
    if (SHORTENERS.has(target)) return [{ fault: 'shortener', link, host: target }];
    const named = hostsIn(link.text).find((host) => target !== host && !target.endsWith(`.${host}`));
    return named === undefined ? [] : [{ fault: 'other-host', link, host: named }];
  });
}

/** Of the web or of mail, without a leading `www.`; undefined where there is none that could be reached. */
function hostOf(href: string): string | undefined {
  const address = /^mailto:[^?]*@([^?@\s,]+)/i.exec(href);
  const target = address ? `http://${address[1]}` : href;
  if (!URL.canParse(target)) return undefined;
  const url = new URL(target);
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  const host = url.hostname.replace(/^www\./, '').replace(/\.$/, '');
  return host.includes('.') ? host : undefined;
}

function hostsIn(text: string): string[] {
  return (reader.match(text) ?? []).flatMap(({ url }) => hostOf(url) ?? []);
}
