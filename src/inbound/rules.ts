import type { Facts } from './facts.js';
import type { ReturnedClass, Wording } from './returned.js';

export interface Rule {
  /** What it is for, or where it comes from. */
  for: string;
  class: ReturnedClass;
  wording: Wording;
  /** All of it has to match. */
  when: { readonly [fact in keyof Facts]?: RegExp };
}

/**
 * The first rule of which everything matches decides. So they go from what is said most plainly to what is only likely,
 * and, in doubt, from what harms nobody to what ends a subscription. `judge` never lets one of them be hard while a
 * server still tries, or where a code says that it is for now or a matter of policy. The last one matches everything.
 *
 * Patterns are matched against texts of at most `BOUNDS.notice` characters and repeat nothing without a bound.
 */
// prettier-ignore
export const RULES: readonly Rule[] = [
  // Reports about a message that arrived.
  { for: 'RFC 6430: taken out of the spam folder again', class: 'none', wording: 'reported-as-wanted',
    when: { kind: /^feedback$/, feedback: /^not-spam$/ } },
  { for: 'RFC 6591: a server reports on signatures, no person on us', class: 'none', wording: 'authentication-report',
    when: { kind: /^feedback$/, feedback: /^(?:auth-failure|dmarc)$/ } },
  { for: 'RFC 5965 §7.3: abuse, fraud, virus, other; opt-out of older ones', class: 'complaint', wording: 'reported-as-spam',
    when: { kind: /^feedback$/ } },
  { for: 'Hotmail: the message itself, without a report', class: 'complaint', wording: 'reported-as-spam',
    when: { from: /\bstaff@hotmail\.com\b/i, subject: /^complaint about message from\b/i } },
  { for: 'Amazon SES, in JSON: a complaint', class: 'complaint', wording: 'reported-as-spam',
    when: { kind: /^notice$/, said: /^\{ ?"notificationtype":"complaint"/ } },
  { for: 'Amazon SES, in JSON: arrived', class: 'none', wording: 'delivered',
    when: { kind: /^notice$/, said: /^\{ ?"notificationtype":"delivery"/ } },
  { for: 'RFC 8098: opened or deleted, which is none of our business', class: 'none', wording: 'read-receipt',
    when: { kind: /^disposition$/ } },
  { for: 'RFC 3464 §2.3.3: no failure, though it may not have got to the end', class: 'none', wording: 'delivered',
    when: { kind: /^delivery$/, action: /^(?:delivered|relayed|expanded|deliverable)$/ } },
  { for: 'RFC 3463 §3.1: success', class: 'none', wording: 'delivered',
    when: { kind: /^delivery$/, status: /^2\./ } },

  // Programs that answer for a person.
  { for: 'challenge-response: asks us to prove ourselves; never answered', class: 'auto-reply', wording: 'challenge',
    when: { kind: /^other$/, subject: /\b(?:verify|confirm) (?:your|that you)\b.{0,40}\b(?:message|e-?mail|human|sender)|\b(?:sender|message|e-?mail) (?:verification|confirmation)\b|\bchallenge[- ]response\b|\bawaiting (?:your )?(?:verification|approval)/i, automatic: /./ } },
  { for: 'challenge-response that says so in its text only', class: 'auto-reply', wording: 'challenge',
    when: { kind: /^other$/, said: /\b(?:click|follow|visit|reply)\b.{0,120}\b(?:release|prove (?:that )?you are|verify (?:that )?you|approved? (?:sender|list)|whitelist)\b/, automatic: /./ } },
  { for: 'RFC 3834 §5', class: 'auto-reply', wording: 'away',
    when: { kind: /^other$/, automatic: /^auto-submitted: (?!no\b)/m } },
  { for: 'before RFC 3834', class: 'auto-reply', wording: 'away',
    when: { kind: /^other$/, automatic: /^(?:x-autoreply|x-autorespond|x-autoresponder|x-mail-autoreply|x-vacation)\b|^precedence: auto.?reply/m } },
  { for: 'those who only say it at the beginning of the subject', class: 'auto-reply', wording: 'away',
    when: { kind: /^other$/, subject: /^\W{0,3}(?:auto(?:mati(?:c|sk))?[ -]?(?:reply|respon|svar)|out of (?:the )?office|away from (?:the )?office|fravær|frånvaro|ikke på kontoret|ikkje på kontoret|abwesenheit|réponse automatique|respuesta automática)/iu } },
  { for: 'a person wrote, or something nobody has described to us', class: 'none', wording: 'no-notice',
    when: { kind: /^other$/ } },

  // Whatever passes, also where it stands beside a code that says otherwise.
  { for: 'our quota, not that of the mailbox', class: 'ours', wording: 'refused-by-policy',
    when: { said: /\b(?:relay|relaying|sending|send|daily|hourly) (?:quota|limit)\b/ } },
  { for: 'RFC 3463 §3.3, X.2.2: full', class: 'soft', wording: 'mailbox-full',
    when: { status: /^[45]\.2\.2$/ } },
  { for: 'full, in words, also beside a 5.1.1', class: 'soft', wording: 'mailbox-full',
    when: { said: /\b(?:mail ?box|user|inbox)(?: is| for user is)? full\b|\bover ?(?:disk )?quota\b|\bquota (?:is )?exceeded\b|\bexceed(?:s|ed)?(?: the| their| his)? (?:disk |storage |mailbox )?quota\b|mailbox exceed(?:s|ed) / } },
  { for: 'RFC 3463 §3.3, §3.4, X.2.3 and X.3.4: too large', class: 'soft', wording: 'too-large',
    when: { status: /^[45]\.(?:2\.3|3\.4)$/ } },
  { for: 'too large, in words', class: 'soft', wording: 'too-large',
    when: { said: /\b(?:message|mail|line)\b.{0,20}\b(?:too (?:large|big|long)|size limit|limit exceeded|exceeds)/ } },
  { for: 'X.7.13 of the registry (RFC 5248), account disabled: the one 7 that is not about us', class: 'soft', wording: 'mailbox-disabled',
    when: { status: /^5\.7\.13$/ } },
  { for: 'it is there, and may come back; also beside a 5.7.1', class: 'soft', wording: 'mailbox-disabled',
    when: { said: /\b(?:account|mail ?box|recipient|user)\b(?!.{0,40}\b(?:ip|client|host|sender)\b).{0,40}\b(?:disabled|locked|frozen|suspended|inactive|discontinued|bloque|is blocked)\b/ } },

  // Us: nothing that the reader did.
  { for: 'X.7.20 to 27 (RFC 7372, RFC 7505), and those of Google and Microsoft', class: 'ours', wording: 'not-authenticated',
    when: { status: /^[45]\.7\.(?:2\d|30|509|515)$/ } },
  { for: 'policy, of content', class: 'ours', wording: 'taken-for-spam',
    when: { status: /^[45]\.7\./, said: /\bspam\b|\bube\b|\bunsolicited\b|\bscored as\b/ } },
  { for: 'policy, of signatures', class: 'ours', wording: 'not-authenticated',
    when: { status: /^[45]\.7\./, said: /\bdmarc\b|\bspf\b|\bdkim\b|\bauthenticat/ } },
  { for: 'RFC 3463 §3.8: security or policy, of whatever kind and whatever else is said', class: 'ours', wording: 'refused-by-policy',
    when: { status: /^[45]\.7\./ } },
  { for: 'too much at once; it passes', class: 'soft', wording: 'rate-limited',
    when: { said: /\btoo many (?:connections|recipients|messages|e?-?mails|invalid)\b|\bfrequency limited\b|\bat a rate that\b|\brate limit/ } },
  { for: 'content, without a code', class: 'ours', wording: 'taken-for-spam',
    when: { said: /\bspam\b(?! ?filter ?:)|\bube\b|\bunsolicited\b|\btoo many unwanted\b|\bredundant\b/ } },
  { for: 'a refusal for good that is none', class: 'soft', wording: 'rate-limited',
    when: { reply: /^5/, said: /\bplease try (?:again )?later\b/ } },
  { for: 'who we are was not proved', class: 'ours', wording: 'not-authenticated',
    when: { said: /\bdmarc\b|\bspf\b|\bdkim\b|\bunauthenticated\b|\b(?:reverse dns|rdns|ptr record)\b|\bmismatches client ip\b|\binvalid ip for sending\b|\bdoes not pass\b|\baddress is not verified\b/ } },
  { for: 'lists of senders', class: 'ours', wording: 'refused-by-policy',
    when: { said: /\b(?:black|block)(?: ?list|listed)\b|\bblocked using\b|\bdnsbl\b|\breputation\b|\bweren'?t sent\b|\bopen relay\b|\bip address\b.{0,30}\bblocked\b|\bcontent\b.{0,20}\b(?:blocked|rejected)\b|\bwas blocked\b|\bvirus\b/ } },
  { for: 'rules of theirs', class: 'ours', wording: 'refused-by-policy',
    when: { said: /\bpolicy\b|\bprotocol violation\b|\bnot allowed\b|\bnot accepted from\b|\bforbidden\b|\baccess denied\b|\brelay(?:ing)? (?:access )?denied\b|\bno access from\b|\bservice refused?\b|\bserver refused to talk\b/ } },
  { for: 'RFC 3463 §3.2, X.1.7 and X.1.8: the sender’s address', class: 'ours', wording: 'sender-refused',
    when: { status: /^[45]\.1\.[78]$/ } },
  { for: 'the sender’s address, in words', class: 'ours', wording: 'sender-refused',
    when: { said: /\b(?:sender address|sender domain|domain of sender)\b|\bunroutable sender\b/ } },
  { for: 'it failed, wherever it was said', class: 'soft', wording: 'their-system',
    when: { said: /\btransaction failed\b|\bsystem error\b|\bdisk space\b/ } },
  { for: 'RFC 5321 §3.3: before RCPT nobody has been named but us', class: 'ours', wording: 'sender-refused',
    when: { step: /^(?:connect|mail)$/ } },
  { for: 'a group that we may not write to, or that there is not', class: 'ours', wording: 'may-not-post',
    when: { form: /^google-groups$/ } },
  { for: 'the message, after its recipient had been taken', class: 'ours', wording: 'refused-by-policy',
    when: { step: /^data$/, said: /\b(?:mail|message) rej(?:ected|ete)\b/ } },
  { for: 'RFC 3463 §3.7, X.6: what we made', class: 'ours', wording: 'malformed',
    when: { status: /^[45]\.6\./ } },

  // The mailbox itself: the codes first, then words that only the server that keeps it says.
  { for: 'RFC 3463 §3.2, 5.1.1 and 5.1.3: the mailbox', class: 'hard', wording: 'no-such-mailbox',
    when: { kind: /^(?:delivery|notice)$/, status: /^5\.1\.(?:1|3)$/ } },
  { for: 'RFC 3463 §3.2, 5.1.2: the domain', class: 'hard', wording: 'no-such-domain',
    when: { kind: /^(?:delivery|notice)$/, status: /^5\.1\.2$/ } },
  { for: 'RFC 3463 §3.2, 5.1.6: moved away', class: 'hard', wording: 'moved',
    when: { kind: /^(?:delivery|notice)$/, status: /^5\.1\.6$/ } },
  { for: 'Exchange uses the code of a null MX for this', class: 'hard', wording: 'no-such-mailbox',
    when: { kind: /^(?:delivery|notice)$/, status: /^5\.1\.10$/, said: /\brecip/ } },
  { for: 'RFC 7505, 5.1.10: the domain has a null MX', class: 'hard', wording: 'no-mail-accepted',
    when: { kind: /^(?:delivery|notice)$/, status: /^5\.1\.10$/ } },
  { for: 'Exchange Online: the next server knows no such recipient', class: 'hard', wording: 'no-such-mailbox',
    when: { kind: /^(?:delivery|notice)$/, status: /^5\.1\.351$/ } },
  { for: 'a server that was asked about this one recipient (RCPT) and has no finer code', class: 'hard', wording: 'no-such-mailbox',
    when: { said: /\b(?:no such user|unknown user|user unknown|user not exist|unknown recipient|invalid recipient|no mailbox here by that name|mailbox (?:does not exist|not found|unavailable))\b/, status: /^(?:5\.[0135]\.0|5\.2\.1)?$/, step: /^rcpt$/ } },
  { for: 'as Postfix and Sendmail answer RCPT: the reply begins with the recipient that it is about', class: 'hard', wording: 'no-such-mailbox',
    when: { kind: /^delivery$/, said: /^55\d < > ?(?::|\.\.\.|,) user (?:unknown|not exist)/, status: /^(?:5\.0\.0)?$/, step: /^$/ } },
  { for: 'the server that keeps the mailboxes itself, in its own words: Exchange, mail.local, Google, Notes, InterScan', class: 'hard', wording: 'no-such-mailbox',
    when: { kind: /^(?:delivery|notice)$/, said: /\brecipient name is not recogni[sz]ed\b|^unknown user:|(?:fatal errors|session follows) -{2,8} : unknown user:|\baddress not found\b|ディレクトリのリストにありません|ディレクトリには見つかりません|\(and other recipients in the same domain\)\. please check if address is correct\b/, status: /^(?:5\.[05]\.0)?$/ } },
  { for: 'a name that DNS says is not there, given up for good', class: 'hard', wording: 'no-such-domain',
    when: { kind: /^(?:delivery|notice)$/, said: /\bno such domain\b|\bhost or domain name not found\b.{0,60}\bhost not found\b|\bcouldn't find a mail exchanger or ip address\b/, status: /^5\.(?:0\.0|4\.4)$/ } },
  { for: 'a null MX, in words', class: 'hard', wording: 'no-mail-accepted',
    when: { kind: /^(?:delivery|notice)$/, said: /\bindicated no smtp service\b|\bdoes not accept mail\b|\bnull mx\b/ } },

  // Everything else passes, or is not said plainly enough.
  { for: 'tried until the queue gave up', class: 'soft', wording: 'expired',
    when: { said: /\b(?:expired|giving up|too long|retry time(?:out)?|failing for a long time|delivery failed \d+ attempts|cannot send message for)\b/ } },
  { for: 'RFC 3463 §3.5, X.4.7: too old', class: 'soft', wording: 'expired',
    when: { status: /^[45]\.4\.7$/ } },
  { for: 'RFC 3463 §3.5, X.4: network and routing; 5.4.4 too, since name servers fail', class: 'soft', wording: 'not-reached',
    when: { status: /^[45]\.4\./ } },
  { for: 'network and routing, in words', class: 'soft', wording: 'not-reached',
    when: { said: /\b(?:timed out|connection (?:refused|reset)|not (?:reachable|responding)|network error|did not accept our requests|name server|dns error|loop|no route)\b/ } },
  { for: 'RFC 3463 §3.4, X.3: their mail system', class: 'soft', wording: 'their-system',
    when: { status: /^[45]\.3\./ } },
  { for: 'their mail system, in words', class: 'soft', wording: 'their-system',
    when: { said: /\btls\b|\bservice (?:currently )?unavailable\b|\btemporary (?:failure|error)\b|\bduplicated message-id\b/ } },
  { for: 'we wrote an address that is none', class: 'ours', wording: 'malformed',
    when: { said: /\bmalformed address\b/ } },
  { for: 'RFC 5321 §4.2.1: x0z is about our syntax', class: 'ours', wording: 'malformed',
    when: { status: /^(?:[45]\.0\.0)?$/, reply: /^50\d$/ } },
  { for: 'RFC 3463 §3.6, X.5: protocol', class: 'ours', wording: 'malformed',
    when: { status: /^5\.5\./, step: /^(?:data)?$/ } },
  { for: 'refused, and nobody can say why: on no guess is a person struck off', class: 'soft', wording: 'unclear',
    when: {} },
];
