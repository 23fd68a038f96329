/** Messages as servers return them, written by us. */

const CRLF = '\r\n';

export function mail(fields: Record<string, string>, body: string): Buffer {
  const head = Object.entries({ To: '<bounces@news.example>', ...fields }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return Buffer.from([...head, '', body].join(CRLF), 'utf8');
}

/** A notice that only people were meant to read, of a form that is known. */
export function notice(words: string, fields: Record<string, string> = {}): Buffer {
  return mail(
    { From: 'Mail Delivery System <mailer-daemon@mx.example>', Subject: 'Mail delivery failed', ...fields },
    `This is the mail system at host mx.example.${CRLF}${CRLF}${words}${CRLF}`,
  );
}

export interface Group {
  action?: string;
  status?: string;
  diagnostic?: string;
}

/** A report by RFC 3464 about one or more recipients. */
export function report(groups: Group | readonly Group[], words = 'It could not be delivered.'): Buffer {
  const recipients = [groups]
    .flat()
    .map(({ action = 'failed', status, diagnostic }) =>
      [
        'Final-Recipient: rfc822; kari@reader.example',
        ...(action === '' ? [] : [`Action: ${action}`]),
        ...(status === undefined ? [] : [`Status: ${status}`]),
        ...(diagnostic === undefined ? [] : [`Diagnostic-Code: smtp; ${diagnostic}`]),
      ].join(CRLF),
    );
  return multipart('report; report-type=delivery-status', [
    ['text/plain; charset=us-ascii', words],
    [
      'message/delivery-status',
      ['Reporting-MTA: dns; mx.example', ...recipients].join(`${CRLF}${CRLF}`) + CRLF,
    ],
    [
      'message/rfc822',
      `From: news@news.example${CRLF}Subject: No such user, mailbox full${CRLF}${CRLF}Hello`,
    ],
  ]);
}

/** A report by RFC 5965. */
export function feedback(type: string): Buffer {
  return multipart('report; report-type=feedback-report', [
    ['text/plain', 'This is a report.'],
    ['message/feedback-report', `Feedback-Type: ${type}${CRLF}User-Agent: Example/1${CRLF}Version: 1${CRLF}`],
    ['message/rfc822', `From: news@news.example${CRLF}${CRLF}Hello`],
  ]);
}

export function multipart(
  subtype: string,
  parts: readonly (readonly [type: string, body: string])[],
  fields: Record<string, string> = {},
): Buffer {
  const body = parts
    .map(([type, text]) => `--=_b${CRLF}Content-Type: ${type}${CRLF}${CRLF}${text}${CRLF}`)
    .join('');
  return mail(
    {
      From: '<mailer-daemon@mx.example>',
      'MIME-Version': '1.0',
      'Content-Type': `multipart/${subtype}; boundary="=_b"`,
      ...fields,
    },
    `${body}--=_b--${CRLF}`,
  );
}
