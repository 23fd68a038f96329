/**
 * What strangers put into subjects, names of people and of files, and text, so that it runs, reads or leads somewhere:
 * elements, attributes that are broken out of, what only some parsers read as a tag, and what hides what a name ends in.
 */
export const XSS_LINES: readonly string[] = [
  '<script>top.owned=1</script>',
  '"><script>top.owned=1</script>',
  "'><img src=x onerror=top.owned=1>",
  '<img src=x onerror=top.owned=1>',
  '<svg/onload=top.owned=1>',
  '<svg><script xlink:href=data:,top.owned=1 />',
  '</title><script>top.owned=1</script>',
  '</textarea><script>top.owned=1</script>',
  '<!--><script>top.owned=1</script>-->',
  '<iframe srcdoc="<script>top.owned=1</script>">',
  '<details open ontoggle=top.owned=1>',
  '<a href="javascript:top.owned=1">klikk</a>',
  '<meta http-equiv=refresh content="0;url=https://ond.example/">',
  '<base href="https://ond.example/">',
  '<form action="https://ond.example/"><input name=csrf autofocus onfocus=top.owned=1>',
  '<link rel=stylesheet href="https://ond.example/x.css">',
  '<style>@import url(https://ond.example/x.css);</style>',
  '<x onclick=top.owned=1 tabindex=1 id=x>',
  '{{constructor.constructor("top.owned=1")()}}',
  '${top.owned=1}',
  'javascript:top.owned=1',
  '&lt;script&gt;top.owned=1&lt;/script&gt;',
  '&#x3c;script&#x3e;top.owned=1&#x3c;/script&#x3e;',
  '\ufeff<script>top.owned=1</script>',
  '＜script＞top.owned=1＜/script＞',
  '<scr\u00adipt>top.owned=1</scr\u00adipt>',
  'x" onmouseover="top.owned=1" y="',
  "x' onmouseover='top.owned=1' y='",
  '\u202egpj.exe',
  'faktura\u202efdp.exe',
];

/** What a receiver that has been taken over might seal as harmless HTML. @param there an attacker's server */
export const xssHtml = (there: string) => `
  <script>top.owned=1;parent.owned=1;document.title='owned'</script>
  <img src="${there}/pixel.png" onerror="top.owned=1">
  <svg onload="top.owned=1"><animate onbegin="top.owned=1" attributeName="x" dur="1s"/></svg>
  <iframe src="${there}/frame"></iframe>
  <object data="${there}/object"></object><embed src="${there}/embed">
  <video src="${there}/video" autoplay onerror="top.owned=1"></video>
  <link rel="stylesheet" href="${there}/style.css">
  <style>@import url(${there}/import.css); body{background:url(${there}/background.png)}
    @font-face{font-family:x;src:url(${there}/font.woff2)} p{font-family:x}</style>
  <meta http-equiv="refresh" content="0;url=${there}/refresh">
  <base href="${there}/base/">
  <form action="${there}/form" method="post"><input name="a" value="b"><button id="send">Send</button></form>
  <p>Dette er teksten. <a id="link" href="${there}/link" target="_top">Klikk her</a></p>
  </body></html><script>top.owned=1</script>`;

/** Subjects and Message-IDs that try to be more than one line of a header, or a word that is decoded. */
export const HEADER_LINES: readonly string[] = [
  'Hei\u2028Bcc: offer@ond.example',
  'Hei\u2029Bcc: offer@ond.example',
  'Hei\u0085Bcc: offer@ond.example',
  'Hei\u000bBcc: offer@ond.example'.replace('\u000b', '\u00a0'),
  '=?utf-8?Q?Hei=0D=0ABcc:_offer=40ond.example?=',
  '=?utf-8?B?SGVpDQpCY2M6IG9mZmVyQG9uZC5leGFtcGxl?=',
  'Re: Re: Sv: RE[2]: Hei',
  `Hei ${'æ'.repeat(900)}`,
  `Hei ${'x'.repeat(990)}`,
  '\u202eBcc\u202c: offer@ond.example',
  'Hei; Bcc: offer@ond.example, <offer@ond.example>',
  '',
];
