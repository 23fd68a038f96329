/** So much is looked at: what somebody asks for stands at the beginning. */
const LOOKED_AT = 8000;
const LINES = 200;

/** Where what a mail program quotes begins, or a signature: nothing after that is the writer's own. For: whose it is. */
const ENDS: readonly { line: RegExp; for: string }[] = [
  { line: /^-- ?$/, for: 'a signature (RFC 3676 §4.3)' },
  { line: /^(?:sendt fra|sendt frå|sent from|get outlook for|skickat från)\b/i, for: 'telephones' },
  {
    line: /^-{2,12} ?(?:original message|opprinnelig melding|opphavleg melding|videresendt melding|vidaresend melding|forwarded message)/i,
    for: 'Outlook, of old; what is sent on',
  },
  { line: /^_{8,80}$/, for: 'Outlook on the web' },
  { line: /^(?:from|fra|frå) ?: .{0,200}[@<[]/i, for: 'Outlook' },
  {
    line: /^(?=.{0,400}[\d@<]).{0,300}\b(?:wrote|skrev)\b.{0,300}:$/i,
    for: 'Gmail, Apple Mail, Thunderbird',
  },
];

/**
 * What somebody wrote themselves in an answer: without what their mail program quotes of ours, and without a signature
 * that says that it is one. The answer to a mail holds all of that mail's words too.
 */
export function ownWords(text: string): string {
  const lines = text.slice(0, LOOKED_AT).replaceAll(/\r\n?/g, '\n').split('\n', LINES);
  const own: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]!.trim();
    if (line.startsWith('>')) continue;
    // Programs break the line that says who wrote: it is looked at with those that follow it.
    const broken = [line, joined(lines, at, 2), joined(lines, at, 3)];
    if (ENDS.some((end) => end.line.test(line)) || broken.some((one) => WHO_WROTE.test(one))) break;
    own.push(line);
  }
  return own.join('\n').trim();
}

const WHO_WROTE = ENDS.at(-1)!.line;

function joined(lines: readonly string[], from: number, count: number): string {
  const some = lines.slice(from, from + count).map((line) => line.trim());
  return some.some((line) => line === '' || line.startsWith('>')) ? '' : some.join(' ');
}
