import { describe, expect, test } from '@jest/globals';
import { type CampaignMail, campaignMail } from '../../src/campaigns/mail/campaign-mail.js';
import { LOCALES, translator } from '../../src/platform/i18n/messages.js';
import { PLACEHOLDER } from '../../src/platform/rendering/message-template.js';

const mail = (changed: Partial<CampaignMail> = {}): CampaignMail => ({
  locale: 'nb',
  subject: 'Oktober',
  preheader: '',
  format: 'markdown',
  body: '# Program\n\nHei.',
  list: 'Høstprogrammet',
  organisation: {
    name: 'Fjellhallen',
    number: '974760673',
    postalAddress: 'Fjellveien 1, 0001 Oslo',
    email: 'post@fjellhallen.example',
    privacyEmail: 'personvern@fjellhallen.example',
  },
  ...changed,
});
const count = (text: string) => text.split(PLACEHOLDER.leaveUrl).length - 1;

test('has one place for the way out in each part, whatever staff have typed', () => {
  const typed = `x${PLACEHOLDER.leaveUrl}y\uF8FFz`;
  const organisation = {
    name: typed,
    number: typed,
    postalAddress: typed,
    email: typed,
    privacyEmail: typed,
  };
  const { subject, text, html } = campaignMail(
    mail({
      subject: typed,
      preheader: typed,
      list: typed,
      body: `${typed}\n\n&#xE001; <https://a.example/%EE%80%81>`,
      organisation,
    }),
  );
  expect(subject).toBe('xyz');
  expect([count(text), count(html)]).toEqual([1, 1]);
  expect(html).toContain(`href="${PLACEHOLDER.leaveUrl}"`);
});

describe.each(LOCALES)('in %s', (locale) => {
  const { text, html } = campaignMail(mail({ locale, preheader: 'Før resten' }));

  test('both parts say who sends, why, how to leave and the right to object', () => {
    const { name, number, postalAddress, email, privacyEmail } = mail().organisation;
    for (const part of [text, html]) {
      for (const said of [name, number, postalAddress, email, privacyEmail, 'Høstprogrammet', 'Før resten']) {
        expect(part).toContain(said);
      }
    }
    expect(html).toContain(`<html lang="${locale}" dir="ltr">`);
  });

  test('nothing is left of a message that was not translated', () => {
    expect(text + html).not.toMatch(/mail\.\w+|\{\w+\}|undefined|\[object/);
  });
});

test('what is typed is text in the HTML part, everywhere', () => {
  const evil = '"><img src=x onerror=alert(1)><script>';
  const organisation = { name: evil, number: evil, postalAddress: evil, email: evil, privacyEmail: evil };
  const { html } = campaignMail(
    mail({ subject: evil, preheader: evil, list: evil, body: evil, organisation }),
  );
  expect(html).not.toMatch(/<(img|script)/i);
});

test('the plain part keeps its dots and dashes, and puts links after their words', () => {
  const { text } = campaignMail(
    mail({ body: '.\n\n-- \n\n[her](https://a.example/?a=1&b=2)\n\n- en\n- to' }),
  );
  expect(text).toMatch(/^\.$/m);
  expect(text).toContain('her [https://a.example/?a=1&b=2]');
  expect(text).toMatch(/^ \* en$/m);
});

test('a test says so in its subject and in both parts; a campaign never does', () => {
  const [test_, real] = [campaignMail(mail({ test: true })), campaignMail(mail())];
  const t = translator('nb');
  expect([test_.subject, real.subject]).toEqual([t('mail.test.subject', { subject: 'Oktober' }), 'Oktober']);
  for (const part of ['text', 'html'] as const) {
    expect(test_[part]).toContain(t('mail.test.note'));
    expect(real[part]).not.toContain(t('mail.test.note'));
  }
});
