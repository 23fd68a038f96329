const QUOTE = /^\s*>/;
// «Den 3. mars skrev …:», «On Tue, … wrote:», and the rule that some programs draw.
const LEADS_IN =
  /(?:\b(?:skrev|wrote|skriver|schrieb|a écrit)\b.*:|^-{2,} ?(?:original message|opprinnelig melding|videresendt melding) ?-{2,})\s*$/i;

/** What somebody wrote, and the mail that they quote below it: that one is here already. */
export function splitQuoted(text: string): { said: string; quoted: string } {
  const lines = text.trimEnd().split('\n');
  let at = lines.length;
  while (at > 0 && (QUOTE.test(lines[at - 1]!) || lines[at - 1]!.trim() === '')) at -= 1;
  const quotes = lines.slice(at).some((line) => QUOTE.test(line));
  if (!quotes) return { said: lines.join('\n'), quoted: '' };
  if (at > 0 && LEADS_IN.test(lines[at - 1]!)) at -= 1;
  const said = lines.slice(0, at).join('\n').trimEnd();
  // Nothing but a quotation: then that is what was said.
  return said === '' ? { said: text, quoted: '' } : { said, quoted: lines.slice(at).join('\n').trim() };
}
