import addressparser from 'nodemailer/lib/addressparser';
import { ADDRESS_FAULTS, type AddressFault, parseEmailAddress } from '../../src/registers/email-address.js';

/** Refused input by the fault that is named first. */
const REFUSED: Record<AddressFault, readonly string[]> = {
  empty: [''],
  'too-long': [
    `${'('.repeat(10_000)}a@b.no${')'.repeat(10_000)}`,
    `${'<'.repeat(10_000)}a@b.no`,
    `${'g:'.repeat(10_000)}a@b.no;`,
    `"${'\\"'.repeat(10_000)}"@b.no`,
    `a@${'b.'.repeat(10_000)}no`,
    `${'a.'.repeat(10_000)}a@b.no`,
    `a@b.no${','.repeat(10_000)}c@d.no`,
    '@'.repeat(10_000),
    `a@${'xn--'.repeat(10_000)}.no`,
    `a@${'å'.repeat(200)}.no`,
    `a@b.no${'\0'.repeat(1000)}`,
    `${' '.repeat(1000)}a@b.no`,
  ],
  'invisible-character': [
    'a@b.no\r\nRCPT TO:<x@y.no>',
    'a@b.no\r\nBcc: x@y.no',
    'a@b.no>\r\nDATA\r\n.\r\n',
    'a\r\n@b.no',
    'a@b.no\r\n',
    'a@b.no\r',
    'a@b.no\n',
    '\na@b.no',
    'a@b\n.no',
    'a\r@b.no',
    'a@b.no\0',
    'a\0@b.no',
    'a@b.no\0.evil.no',
    'a@b.no\t',
    '\ta@b.no',
    'a\t@b.no',
    'a@\tb.no',
    'a\u0001@b.no',
    'a\u0008@b.no',
    'a\u000b@b.no',
    'a\u000c@b.no',
    'a\u001b[2J@b.no',
    'a\u007f@b.no',
    'a@b\u007f.no',
    'a\u0085@b.no', // next line
    'a\u009f@b.no',
    'a\u2028@b.no', // line separator
    'a@b.no\u2029', // paragraph separator
    'a@b.no\u2028c@d.no',
    'a\u200b@b.no', // zero-width space
    'a@b\u200b.no',
    'a\u200c@b.no', // zero-width non-joiner
    'a\u200d@b.no', // zero-width joiner
    'a@b\u200d.no',
    'a\u2060@b.no', // word joiner
    '\ufeffa@b.no', // byte order mark
    'a@b.no\ufeff',
    'a\u00ad@b.no', // soft hyphen
    'a@b\u00adc.no',
    'a\u034f@b.no', // combining grapheme joiner
    'a\u061c@b.no', // Arabic letter mark
    'a\u115f@b.no', // Hangul filler
    'a\u3164@b.no',
    'a\uffa0@b.no',
    'a\u17b4@b.no', // Khmer vowel that is not drawn
    'a\u180e@b.no', // Mongolian vowel separator
    'a\u200e@b.no', // left-to-right mark
    'a\u200f@b.no', // right-to-left mark
    'a@\u200fb.no',
    'a\u202e@b.no', // right-to-left override
    'on.live@\u202eb.no',
    'a\u202a@b.no',
    'a\u2066@b.no', // isolates
    'a\u2069@b.no',
    'a\ufe0f@b.no', // variation selectors
    'a\u{e0100}@b.no',
    'a\u{e0041}@b.no', // tag letter
    'a\ud800@b.no', // half a surrogate pair
    'a\udc00@b.no',
    'a@\ud800.no',
    'a\ue000@b.no', // private use
    'a\uffff@b.no', // not a character
    'a\ufff9@b.no',
    'a\u0378@b.no', // not assigned
  ],
  'not-bare': [
    '"a@evil.no b"@ok.no',
    '"a@evil.no"@ok.no',
    '"xclow3n@gmail.com x"@internal.no',
    '"<a@evil.no>"@ok.no',
    '<"a@evil.no">@ok.no',
    '<"a@evil.no>"@good.no>',
    '""@b.no',
    '"a"@b.no',
    '" "@b.no',
    '"a b"@b.no',
    '"a\\"b"@b.no',
    '"a"."b"@c.no',
    '"a".b@c.no',
    'a"b@c.no',
    'a@"b.no"',
    'a@b.no"',
    '"@b.no',
    'a\\@b@c.no',
    'a\\ b@c.no',
    'a\\@c.no',
    'a@b\\.no',
    'a@b.no\\',
    'a@evil.no\\@ok.no',
    '<a@b.no>',
    '<<a@b.no>>',
    '<a@b.no>c@d.no',
    'a@b.no<c@d.no>',
    'a@b.no <c@d.no>',
    'a@b.no> <c@d.no',
    'Ola <a@b.no>',
    'Ola Nordmann <a@b.no>',
    '"Nordmann, Ola" <a@b.no>',
    'Ola, Kari <a@b.no>',
    '<a@b.no',
    'a@b.no>',
    '<>',
    '<@a.no,@b.no:c@d.no>',
    '@a.no:c@d.no',
    '@a.no,@b.no:c@d.no',
    'a@b.no> NOTIFY=SUCCESS',
    'a@b.no> SIZE=1',
    'a@b.no, c@d.no',
    'a@b.no,c@d.no',
    'a@b.no;c@d.no',
    'a@b.no,',
    ',a@b.no',
    'a,b@c.no',
    'a@b,c.no',
    'a@b.no;',
    'g: a@b.no;',
    'g:a@b.no;',
    'g:a@b.no,c@d.no;',
    'g:;',
    'undisclosed-recipients:;',
    'g: h: a@b.no;;',
    'mailto:a@b.no',
    'MAILTO:a@b.no?cc=c@d.no',
    'smtp:a@b.no',
    'a:b@c.no',
    'a&#64;b.no',
    'a@b.no:25',
    'https://a@b.no',
    'a;b@c.no',
    '(comment)a@b.no',
    'a(comment)@b.no',
    'a@(comment)b.no',
    'a@b.no(comment)',
    'a@b.no (c@d.no)',
    '(a@b.no)c@d.no',
    'a@evil.no(@ok.no',
    '(\\)a@b.no',
    '((((a@b.no))))',
    `${'('.repeat(120)}a@b.no${')'.repeat(120)}`,
    '[ ( ] <a@victim.no> ) <b@evil.no>',
    'a@[127.0.0.1]',
    'a@[10.0.0.1]',
    'a@[IPv6:::1]',
    'a@[IPv6:2001:db8::1]',
    'a@[tag:b.no]',
    'a@[b.no]',
    'a@[]',
    'a@[',
    'a]@b.no',
    '[a@b.no]',
    'a@b.no]',
    '[a](https://b.no)@c.no',
    '<script>alert(1)</script>@b.no',
    '"><img/src=x>@b.no',
    '=?utf-8?q?=22a=40evil.no=22?=@b.no, x@y.no',
    "'a';DROP-TABLE@b.no",
  ],
  space: [
    ' a@b.no',
    'a@b.no ',
    ' ',
    'a b@c.no',
    'a @b.no',
    'a@ b.no',
    'a@b .no',
    'a@b. no',
    'a . b@c.no',
    'a@b.no c@d.no',
    'a@b.no SIZE=100',
    'Ola a@b.no',
    'a\u00a0b@c.no', // no-break space
    'a@b.no\u00a0',
    'a\u1680b@c.no', // ogham space
    'a\u2003b@c.no', // em space
    'a\u202fb@c.no',
    'a\u205fb@c.no',
    '\u3000a@b.no', // ideographic space
  ],
  'look-alike': [
    'a\uff20b.no', // full-width @
    'a\ufe6bb.no', // small @
    'a@b\uff0eno', // full-width dot
    'a@b\u2024no', // one dot leader
    'a@\uff42.no', // full-width letters
    '\uff41@b.no',
    'a\uff0cb@c.no', // full-width comma
    'a\uff1bb@c.no',
    'a\uff1a@b.no',
    '\uff1ca@b.no\uff1e',
    'a\u037eb@c.no', // Greek question mark: NFC makes it a semicolon
    'a\u1fefb@c.no', // Greek varia: NFC makes it a grave accent
    '\u212aari@b.no', // Kelvin sign
    'a@\u212a.no',
    'o\ufb01@b.no', // ligature
    'a@\ufb01.no',
    'a\u017f@b.no', // long s
    'a@b\u2488no', // "1."
    'a@\u24d1.no', // circled b
    'a@\u2460.no',
    'a@\u00bd.no',
    '\u{1d41a}@b.no', // mathematical a
    'a\u2100@b.no', // a/c
    'a@b.\u2115o',
    'a\u00b4@b.no', // an accent alone
  ],
  'no-at': ['a', 'a.b.no', 'b.no', 'a%b.no', 'a!b.no', 'a=40b.no', 'ola.nordmann', 'null', 'undefined'],
  'several-at': [
    'a@b@c.no',
    'a@@b.no',
    '@@',
    'a@b.no@',
    '@a@b.no',
    'a@evil.no@ok.no',
    'a@b.no/c@d.no',
    "a'@b'@c.no",
  ],
  'local-empty': ['@', '@b', '@b.no', '@b.no.'],
  'local-too-long': [
    `${'a'.repeat(65)}@b.no`,
    `${'ø'.repeat(33)}@b.no`,
    `${'東'.repeat(22)}@b.no`,
    `${'a.'.repeat(33)}a@b.no`,
  ],
  'local-dot': ['.a@b.no', 'a.@b.no', 'a..b@c.no', '.@b.no', '..@b.no', 'ø..å@b.no'],
  'local-character': [
    'a%b@c.no',
    'a%evil.no@ok.no',
    'a%00@b.no',
    'a%0d%0aRCPT@b.no',
    'a!b@c.no',
    'evil.no!a@ok.no',
    'a!@b.no',
    '%@b.no',
    '=?utf-8?q?x?=@a.no',
    '=?utf-8?b?YUBldmlsLm5v?=@ok.no',
    '=?iso-8859-1?q?a=40evil.no=3e=00?=foo@ok.no',
    'x=?utf-8?q?y?=@a.no',
    'x=?@a.no',
    'a\u20ac@b.no', // euro sign
    'a\u00b7b@c.no', // middle dot
    'a\u2022@b.no',
    '\u263a@b.no',
    '\u{1f4a9}@b.no',
    'a\u3002b@c.no', // ideographic full stop
    'a\u3001b@c.no',
    'a\u2019b@c.no', // typographic apostrophe
    'a\u2013b@c.no', // en dash
    'a\u00abb@c.no',
    'a\u2039b@c.no',
    'a\u3008b@c.no',
    '\u0301a@b.no', // a mark with nothing to stand on
    'a.\u0301@b.no',
    'a=\u0338@b.no', // NFC makes it a "not equal" sign
    'a\u20dd@b.no', // enclosing circle
    'a\u2800@b.no', // braille blank
    '\u00ac@b.no',
  ],
  'domain-empty': ['a@', 'ola.nordmann@', 'ø@'],
  'domain-single-label': [
    'a@b',
    'a@localhost',
    'a@no',
    'a@postgres',
    'a@2130706433',
    'a@0x7f000001',
    'a@xn--55qx5d',
    'a@norge',
  ],
  'domain-label': [
    'a@.',
    'a@.no',
    'a@.b.no',
    'a@b.no.',
    'a@b..no',
    'a@b.no..',
    'a@-b.no',
    'a@b-.no',
    'a@b.-no',
    'a@b.no-',
    'a@b_c.no',
    'a@_dmarc.b.no',
    'a@b%c.no',
    'a@ex%61mple.no',
    'a@b%2eno',
    'a@b%00.no',
    'a@b.no/c',
    'a@b/c.no',
    'a@b.no?c',
    'a@b.no#c',
    'a@b#.no',
    'a@b!c.no',
    'a@b$c.no',
    'a@b&c.no',
    "a@b'c.no",
    'a@b*c.no',
    'a@*.no',
    'a@b+c.no',
    'a@b=c.no',
    'a@b^c.no',
    'a@b`c.no',
    'a@b{c.no',
    'a@{{b}}.no',
    'a@${b}.no',
    'a@b|c.no',
    'a@b~c.no',
    'a@127.0.0.1',
    'a@1.2.3.4',
    'a@0x7f.1',
    'a@0x7f.0x1',
    'a@b.0x1',
    'a@b.123',
    'a@1.2',
    'a@b.09',
    'a@b.\u0661\u0662', // Arabic-Indic digits
    `a@${'b'.repeat(64)}.no`,
    `a@b.${'n'.repeat(64)}`,
    `a@${'å'.repeat(60)}.no`,
    'a@b\u3002no', // ideographic full stop
    'a@b\uff61no',
    'a@xn--.no',
    'a@xn--a.no', // does not decode
    'a@xn--a-.no', // encodes plain "a"
    'a@xn---.no',
    'a@xn--fu\u00df.no',
    'a@XN--SS-.de',
    'a@xn--ls8h.la', // encodes an emoji
    'a@\u{1f4a9}.la',
    'a@\u2603.net',
    'a@xn--n3h.net', // encodes a snowman
    'a@xn--11b2ezcw70k.in', // encodes a zero-width joiner
    'a@b\u00b7c.no', // middle dot not between two l
    'a@b\u2010c.no', // typographic hyphen
    'a@b\u2013c.no',
    'a@b\u2044c.no', // fraction slash
    'a@b\u2215c.no',
    'a@\u0301b.no',
    'a@\u05d0b.no', // both directions in one label
    'a@\u30ab\uff85.jp', // half-width letter, which a look-up would change
    'a@\u1e9e.de', // capital sharp s: either of two names
  ],
};

/** Strange, yet each reader finds the same one mailbox in it. */
const ACCEPTED: readonly string[] = [
  'a@b.no',
  'a@b.c',
  'A@B.NO',
  'ola.nordmann+nytt@eksempel.no',
  'ola-nordmann_2@eksempel.no',
  '1@2.no',
  '123@123.no',
  "o'hara@eksempel.no",
  "'a'@b.no",
  "'@b.no",
  '-a@b.no',
  '--@b.no',
  '-oQ/tmp@b.no',
  '|cat@b.no',
  '/etc/passwd@b.no',
  '`id`@b.no',
  '$HOME@b.no',
  '${jndi}@b.no',
  '{{7*7}}@b.no',
  '#{7*7}@b.no',
  '&amp@b.no',
  '*@b.no',
  '?@b.no',
  'a?b=c&d=e@b.no',
  '=40@b.no',
  'a=b@c.no',
  '~^_@b.no',
  "'or'1'='1@b.no",
  "'--@b.no",
  '__proto__@b.no',
  'constructor@b.no',
  'null@b.no',
  'a@constructor.no',
  'a@c--n.no',
  'a@ab--cd.no',
  'a@1.no',
  'a@b.n0',
  'a@b.co-op',
  'jøran@eksempel.no',
  'ja\u030an@eksempel.no',
  'd\u0131n@eksempel.no',
  '東京@例え.jp',
  'почта@почта.рф',
  'ಬೆಂಬಲ@ಡೇಟಾಮೇಲ್.ಭಾರತ',
  'น้ำ@eksempel.no',
  'ש@\u05d0\u05d1.no',
  'a@l·l.cat',
  'a@L·L.cat',
  'a@xn--ll-0ea.cat',
  'a@faß.de',
  'a@ΣΑΣ.gr',
  'a@d\u0131n.no',
  'a@blåbær.no',
  'a@bla\u030a.no',
  'a@xn--blbr-roah.no',
  'a@XN--BLBR-ROAH.NO',
  'a@xn--hxajbheg2az3al.xn--jxalpdlp',
  `${'a'.repeat(64)}@${'b'.repeat(63)}.no`,
];

const cases = Object.entries(REFUSED).flatMap(([fault, inputs]) =>
  inputs.map((input) => [input, fault] as const),
);
const shown = (input: string) => JSON.stringify(input.length > 60 ? `${input.slice(0, 60)}…` : input);

it('holds more than two hundred hostile cases, of every fault', () => {
  expect(cases.length).toBeGreaterThan(200);
  expect(new Set(cases.map(([input]) => input)).size).toBe(cases.length);
  expect(Object.keys(REFUSED).sort()).toEqual([...ADDRESS_FAULTS].sort());
});

describe('hostile input is refused', () => {
  it.each(cases.map(([input, fault]) => [shown(input), fault, input] as const))(
    '%s: %s',
    (_, fault, input) => {
      expect(parseEmailAddress(input)).toEqual({ ok: false, reason: fault });
    },
  );
});

describe('strange input is taken as it stands', () => {
  it.each(ACCEPTED.map((input) => [shown(input), input] as const))('%s', (_, input) => {
    const reading = parseEmailAddress(input);
    expect(reading.ok && reading.address.asTyped).toBe(input);
    expect(addressparser(input)).toEqual([{ name: '', address: input }]);
  });
});
