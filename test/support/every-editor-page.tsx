import type { StaffFrame } from '../../src/web/pages/frame.js';
import { BeginCampaignPage } from '../../src/web/staff/pages/begin-campaign-page.js';
import { DraftHistoryPage } from '../../src/web/staff/pages/draft-history-page.js';
import { DraftVersionPage } from '../../src/web/staff/pages/draft-version-page.js';
import { EditorPage, type EditorPageProps } from '../../src/web/staff/pages/editor-page.js';
import { startingText } from '../../src/web/staff/starting-texts.js';
import type { NamedPage } from './every-page.js';
import type { Words } from './words.js';

interface Given {
  frame: StaffFrame;
  register: { id: string; name: string };
  lists: readonly { id: string; name: string }[];
  words: Words;
}

const savedAt = new Date('2026-10-02T10:05:00Z');

/** Where a draft in blocks is begun, written, and looked back at. */
export function editorPages({ frame, register, lists, words }: Given): NamedPage[] {
  const begun = { list: 'l1', language: 'nb', start: 'empty', earlier: '', template: '', markdown: '' };
  const beginning = { frame, register, lists, earlier: [], templates: [] };
  const version = { id: 'v1', author: words.person, savedAt, subject: words.subject };
  const campaign = { id: 'c1', subject: words.subject };
  const editor: EditorPageProps = {
    frame,
    register,
    list: lists[0]!,
    campaignId: 'c1',
    revision: 3,
    values: {
      list: 'l1',
      language: 'nb',
      subject: words.subject,
      preheader: words.preheader,
      format: 'blocks',
      body: JSON.stringify(startingText('newsletter', 'nb')),
    },
    asks: ['fornavn'],
    foot: [words.purpose, words.organisation, words.postalAddress],
  };
  const history = { frame, register, campaign };
  return [
    ['new campaign, the first', <BeginCampaignPage {...beginning} values={begun} />],
    [
      'new campaign',
      <BeginCampaignPage
        {...beginning}
        earlier={[{ id: 'c1', subject: words.subject, list: words.list, at: savedAt }]}
        templates={[{ id: 't1', name: words.subject }]}
        values={{ ...begun, start: 'template', template: 't1' }}
      />,
    ],
    [
      'new campaign, refused',
      <BeginCampaignPage
        {...beginning}
        earlier={[{ id: 'c1', subject: '', list: words.list, at: savedAt }]}
        values={{ ...begun, start: 'earlier' }}
        errors={{ earlier: { key: 'begin.earlier.missing' } }}
      />,
    ],
    ['editor', <EditorPage {...editor} />],
    [
      'editor, changed meanwhile',
      <EditorPage
        {...editor}
        errors={{ form: { key: 'write.error.changed', params: { by: words.person } } }}
      />,
    ],
    [
      'earlier versions',
      <DraftHistoryPage {...history} versions={[version, { ...version, id: 'v2', subject: '' }]} />,
    ],
    ['earlier versions, none', <DraftHistoryPage {...history} versions={[]} />],
    [
      'earlier version',
      <DraftVersionPage {...history} version={{ ...version, preheader: words.preheader, locale: 'nb' }} />,
    ],
  ];
}
