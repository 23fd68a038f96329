import type { Locale } from '../platform/i18n/messages.js';
import { MessageTemplate } from '../platform/rendering/message-template.js';
import type { GivenCampaign } from './approved-content.js';
import type { MailText } from '../campaigns/mail/mail-text.js';

/** Puts a campaign's words into a message with its header: what is sent, and what a second person is shown. */
export function composer(
  { campaign, organisation }: GivenCampaign,
  { publicUrl, boundary }: { publicUrl: string; boundary: string },
): (mail: MailText, locale: Locale) => Promise<MessageTemplate> {
  return (mail, locale) =>
    MessageTemplate.compile({
      from: { name: campaign.senderName, address: campaign.senderAddress },
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      date: campaign.startsAt ?? new Date(),
      boundary,
      listId: {
        phrase: campaign.listName,
        id: `${campaign.listSlug}.list.${new URL(publicUrl).hostname}`,
      },
      helpAddress: organisation.email,
      headers: {
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        'List-Post': 'NO',
        Precedence: 'list',
        'X-Auto-Response-Suppress': 'OOF, AutoReply',
        'Content-Language': locale,
      },
    });
}
