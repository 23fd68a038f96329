/**
 * What a page of the organisation's own site loads to be counted: it tells us the path and the host of the page before,
 * once for each page shown, also where a page is changed in place. It reads nothing else, stores nothing, and does nothing
 * where the browser says that it does not want to be counted.
 */
const SOURCE = `
(function (d, n, l, h) {
  var s = d.currentScript, u = s && s.src.split('.js')[0], p, o = h.pushState;
  if (!u || n.globalPrivacyControl || n.doNotTrack == '1' || !n.sendBeacon) return;
  function t(r) {
    if (p != l.pathname) n.sendBeacon(u, (p = l.pathname) + '\\n' + r);
  }
  function m() { t(l.host); }
  function g() {
    t(d.referrer.split('/')[2] || '');
    h.pushState = function () { o.apply(h, arguments); m(); };
    addEventListener('popstate', m);
  }
  if (d.prerendering) d.addEventListener('prerenderingchange', g, { once: true });
  else g();
})(document, navigator, location, history);
`;

/**
 * What follows it where visitors of some site are asked whether they may be counted: that is another script, since most
 * sites do without. Everywhere else it takes away what that one may have left when it was still asked.
 */
const ASKS = `
(function (d) {
  var s = d.currentScript, a = d.createElement('script');
  if (!s) return;
  a.src = s.src.replace(/t\\.js[^/]*$/, 'v.js');
  d.head.appendChild(a);
})(document);
`;
const FORGETS = `
try { localStorage.removeItem('jatakk-counted'); } catch (e) {}
`;

/** Without its line breaks and the spaces before lines: there is no text in it that has any. */
const oneLine = (source: string) => Buffer.from(source.replaceAll(/\n\s*/g, ''));

export const BEACON_SCRIPT = { plain: oneLine(SOURCE + FORGETS), asking: oneLine(SOURCE + ASKS) };
