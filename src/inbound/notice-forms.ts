/**
 * How a notice is known that is no report by RFC 3464, and where in it the message that it returns begins. A mail of no
 * form here is no notice: nothing in it is believed. Matched against the beginning, in lower case, with single spaces.
 */
export const FORMS: readonly { form?: string; said: RegExp; for: string }[] = [
  {
    said: /message was created automatically by mail delivery software/,
    for: 'Exim, and what copies it: GMX, 1&1, Zoho, MX Logic, Mail.ru',
  },
  { said: /recipient addresses that were incorrectly constructed/, for: 'Exim, of its own user' },
  { said: /this is the qmail-send program/, for: 'qmail' },
  { said: /we were unable to deliver your message to the following address/, for: 'Yahoo' },
  { said: /delivery to the following recipients? (?:has been delayed|failed permanently)/, for: 'Gmail' },
  { said: /delevery to the following recipients failed permanently/, for: 'XMail, as it spells' },
  {
    form: 'google-groups',
    said: /\bgroups\.google\.com\/support\b/,
    for: 'Google Groups, in whatever language',
  },
  {
    said: /-- transcript of session follows|^transcript of session follows|addresses had permanent (?:fatal|delivery) errors/,
    for: 'Sendmail, Postfix of its own sessions',
  },
  { said: /this is the mail system at host/, for: 'Postfix' },
  { said: /this is the mailer-daemon, please do not reply/, for: 'OpenSMTPD' },
  { said: /did not reach the following recipient\(s\)/, for: 'Exchange' },
  { said: /delivery has failed to these recipients or groups/, for: 'Exchange Online' },
  { said: /following addresses had delivery (?:errors|problems)/, for: 'Biglobe, other Sendmail kin' },
  { said: /unable to deliver (?:message to|mail\b)/, for: 'MailFoundry, InterScan, Yahoo Japan' },
  { said: /we had trouble delivering your message/, for: 'CommuniGate kin' },
  { said: /user mailbox exceeds allowed size|delivery failed \d{1,4} attempts/, for: 'IMail' },
  { said: /could not be delivered to: ?<[^<>]{1,200}> as their mailbox/, for: 'KDDI' },
  { said: /trying to deliver the mail to the following recipients/, for: 'Amazon WorkMail' },
  { said: /error: .{0,80} error message below:/, for: 'vtext, Apache James' },
  {
    said: /recipients was rejected by a remote mail server|the following recipients did not receive this message|the user\(s\) account is disabled/,
    for: 'au',
  },
  { said: /-{4} ?server message/, for: 'm-FILTER' },
  { said: /-{4} failure reasons? -{4}/, for: 'Lotus Notes' },
  { said: /^duplicated message-id in/, for: 'fml' },
  { said: /"notificationtype":"(?:bounce|complaint|delivery)"/, for: 'Amazon SES by SNS' },
];

/** Who sends notices. A person who forwards one is not among them. */
export const SENDERS =
  /mailer-?daemon|post_?master|mail deliver|mail system|delivery sub|system administrator|no-?reply|admin@|^<?>?$/i;

/** Where a notice ends and what it returns begins: our own message, whose words are not the server's. */
export const ENDS: readonly RegExp[] = [
  /^[> \t]{0,4}(?:received|return-path|message-id|dkim-signature|x-[a-z-]{1,40}) ?: ?\S/im,
  /^-{2,12} ?(?:this is a copy of|below this line|enclosed is a copy|original m|unsent message|the header of the original|returned message)/im,
  /^[ \t]{0,8}(?:original|message headers|included is a copy|below is a copy of)\b[^\n]{0,40}(?:follows?\b|message|header)/im,
];

/** A server that goes on trying: whatever it says is not the end yet (RFC 3464 §2.3.3, "delayed"). */
export const STILL_TRYING: readonly RegExp[] = [
  /this is a warning (?:message )?only/,
  /has not yet been delivered/,
  /recipients? has been delayed|message is delayed for more than/,
  /only a temporary failure report|still being retried|will keep trying/,
  /^warning\W{1,3}could not send/,
];
