/** What rules look at of a whole message. Each is text, empty where the message says nothing. */
export interface MessageFacts {
  /** `delivery` (RFC 3464), `feedback` (RFC 5965), `disposition` (RFC 8098), `notice` (one of FORMS), or `other`. */
  kind: string;
  /** Of a feedback report: its type. */
  feedback: string;
  /** Which form of notice, where that says something. */
  form: string;
  from: string;
  subject: string;
  /** The fields by which programs say that they are programs: `name: value`, in lower case, a line each. */
  automatic: string;
}

/** What rules look at of one recipient. */
export interface RecipientFacts {
  /** Of a delivery report. */
  action: string;
  /** Enhanced status (RFC 3463) and reply code (RFC 5321). */
  status: string;
  reply: string;
  /** The step of SMTP in which it was said. */
  step: string;
  /** The words, as `plainSaid` leaves them. */
  said: string;
}

export interface Facts extends MessageFacts, RecipientFacts {}
