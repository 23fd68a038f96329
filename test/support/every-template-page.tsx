import type { StaffFrame } from '../../src/web/pages/frame.js';
import { KeepTemplatePage } from '../../src/web/staff/pages/keep-template-page.js';
import { TemplatesPage } from '../../src/web/staff/pages/templates-page.js';
import type { NamedPage } from './every-page.js';
import type { Words } from './words.js';

export function templatePages(frame: StaffFrame, { register: name, subject }: Words): NamedPage[] {
  const register = { id: 'r1', name };
  const keptAt = new Date('2026-10-02T12:52:00Z');
  const templates = [
    { id: 't1', name: subject, locale: 'nb', subject, keptAt },
    { id: 't2', name: subject, locale: 'en', subject: '', keptAt },
  ];
  return [
    [
      'templates',
      <TemplatesPage
        frame={frame}
        register={register}
        templates={templates}
        notice={{ key: 'templates.kept' }}
      />,
    ],
    ['templates, none', <TemplatesPage frame={frame} register={register} templates={[]} />],
    [
      'templates, a name that is taken',
      <TemplatesPage
        frame={frame}
        register={register}
        templates={templates}
        again={{ id: 't1', name: subject, error: { key: 'templates.error.taken' } }}
      />,
    ],
    [
      'template, to be kept',
      <KeepTemplatePage frame={frame} register={register} campaign={{ id: 'c1', subject }} name={subject} />,
    ],
    [
      'template, no room',
      <KeepTemplatePage
        frame={frame}
        register={register}
        campaign={{ id: 'c1', subject }}
        name={subject}
        error={{ key: 'templates.error.full' }}
      />,
    ],
  ];
}
