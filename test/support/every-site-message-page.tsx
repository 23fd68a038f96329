import type { StaffFrame } from '../../src/web/pages/frame.js';
import { SiteMessagePage } from '../../src/web/staff/pages/site-message-page.js';
import { SiteMessagesPage } from '../../src/web/staff/pages/site-messages-page.js';
import { valuesOf } from '../../src/web/staff/site-message-form.js';
import type { SiteMessage } from '../../src/site-messages/site-message.js';
import type { NamedPage } from './every-page.js';
import type { Words } from './words.js';

/** The pages of messages on the organisation's own site. */
export function siteMessagePages(frame: StaffFrame, words: Words): NamedPage[] {
  const message: SiteMessage = {
    id: 's1',
    words: { nb: { text: words.purpose, label: words.list }, en: { text: words.subject, label: words.list } },
    link: 'https://fjellhallen.example/lister/hostprogrammet',
    pages: '/program',
    fromDay: '2026-08-01',
    untilDay: null,
    shown: true,
    revision: 3,
  };
  const script = 'https://jatakk.fjellhallen.example/m.js';
  const old = { ...message, id: 's2', fromDay: null, untilDay: '2026-01-31', pages: '/' };
  const wrong = { ...valuesOf(message), link: 'fjellhallen', untilDay: '2026-07-01' };
  return [
    ['site messages, none', <SiteMessagesPage frame={frame} messages={[]} scriptAddress={script} />],
    [
      'site messages',
      <SiteMessagesPage
        frame={frame}
        messages={[message, old, { ...message, id: 's3', shown: false }]}
        scriptAddress={script}
        notice={{ key: 'site-message.done.removed' }}
      />,
    ],
    ['site message, new', <SiteMessagePage frame={frame} />],
    ['site message', <SiteMessagePage frame={frame} message={message} values={valuesOf(message)} />],
    [
      'site message, with faults',
      <SiteMessagePage
        frame={frame}
        message={{ ...message, shown: false }}
        values={wrong}
        errors={{
          'label-nb': { key: 'form.required' },
          link: { key: 'site-message.error.link' },
          untilDay: { key: 'site-message.error.order' },
          form: { key: 'site-message.error.changed' },
        }}
      />,
    ],
  ];
}
