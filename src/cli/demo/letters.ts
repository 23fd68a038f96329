/** Mail as other people's servers and programs write it, for the demo to hand to the receiver. */

const END = '\r\n';

/** A notice that a message could not be delivered (RFC 3464). */
export function dsn(status: string, diagnostic: string): string {
  return multipart('report; report-type=delivery-status', [
    ['text/plain', 'The message could not be delivered.'],
    [
      'message/delivery-status',
      [
        'Reporting-MTA: dns; mx.example.org',
        '',
        'Final-Recipient: rfc822; somebody@example.org',
        'Action: failed',
        `Status: ${status}`,
        `Diagnostic-Code: smtp; ${diagnostic}`,
        '',
      ].join(END),
    ],
  ]);
}

/** A report that somebody called a message spam (RFC 5965). */
export function arf(): string {
  return multipart('report; report-type=feedback-report', [
    ['text/plain', 'This is an abuse report.'],
    [
      'message/feedback-report',
      ['Feedback-Type: abuse', 'User-Agent: Example/1', 'Version: 1', ''].join(END),
    ],
  ]);
}

/** A mail that a person writes; an answer, where it says to what. */
export function letter(from: string, to: string, subject: string, text: string, answers?: string): string {
  return [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    `Message-ID: <${Date.now()}.${subject.length}@example.org>`,
    ...(answers ? [`In-Reply-To: ${answers}`] : []),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '',
  ].join(END);
}

function multipart(subtype: string, parts: readonly (readonly [type: string, body: string])[]): string {
  return [
    'From: Mail Delivery System <mailer-daemon@mx.example.org>',
    'Subject: Report',
    'MIME-Version: 1.0',
    `Content-Type: multipart/${subtype}; boundary="=_part"`,
    '',
    ...parts.flatMap(([type, body]) => ['--=_part', `Content-Type: ${type}`, '', body]),
    '--=_part--',
    '',
  ].join(END);
}
