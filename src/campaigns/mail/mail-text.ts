/** A mail in both its parts, before it has a recipient. */
export interface MailText {
  subject: string;
  text: string;
  html: string;
}
