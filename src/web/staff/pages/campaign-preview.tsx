import { translator, type Locale } from '../../../platform/i18n/messages.js';

export interface CampaignPreviewProps {
  /** The reader's language. */
  locale: Locale;
  language: Locale;
  sender: { name: string; address: string } | null;
  subject: string;
  preheader: string;
  /** The rendered Markdown: our own renderer's output with raw HTML off, headings from h2 down. */
  html: string;
}

/** How the message will read; also what the live preview is answered with, into `#preview`. */
export function CampaignPreview({
  locale,
  language,
  sender,
  subject,
  preheader,
  html,
}: CampaignPreviewProps) {
  const t = translator(locale);
  return (
    <>
      <div class="envelope">
        {sender && (
          <p class="hint">{t('sign-up.sender-value', { name: sender.name, address: sender.address })}</p>
        )}
        <p lang={language}>
          <strong>{subject || t('edit.preview.no-subject')}</strong>
        </p>
        {preheader && (
          <p class="hint" lang={language}>
            {preheader}
          </p>
        )}
      </div>
      {html ? (
        <div class="letter" lang={language} dangerouslySetInnerHTML={{ __html: html }} />
      ) : (
        <p class="hint">{t('edit.preview.empty')}</p>
      )}
      <p class="hint foot">{t('edit.preview.footer')}</p>
    </>
  );
}
