import { translator, type Message } from '../../../platform/i18n/messages.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { ListTable, type ListLine } from './list-table.js';
import { StaffLayout } from './staff-layout.js';

export interface RegisterPageProps {
  frame: StaffFrame;
  notice?: Message;
  register: { id: string; name: string };
  /** The form with every list of the register. */
  formUrl: string;
  lists: readonly ListLine[];
}

export function RegisterPage({ frame, notice, register, formUrl, lists }: RegisterPageProps) {
  const t = translator(frame.locale);
  const here = { place: 'register', register: register.id } as const;
  return (
    <StaffLayout frame={frame} title={register.name} here={here} notice={notice}>
      <p class="crumbs">{t('register.word')}</p>
      <h1>{register.name}</h1>
      <p class="lead">{t('register.lead')}</p>
      {lists.length > 0 && (
        <dl class="facts">
          <div>
            <dt>{t('register.form')}</dt>
            <dd class="anywhere">
              <a href={formUrl}>{formUrl}</a>
            </dd>
          </div>
        </dl>
      )}
      <h2>{t('lists.title')}</h2>
      <ListTable frame={frame} registerId={register.id} lists={lists} />
      <div class="buttons">
        {frame.member.role === 'administrator' && (
          <a class="button" href={staffPaths.newList(register.id)}>
            {t('lists.new')}
          </a>
        )}
        <a class="button quiet" href={staffPaths.campaigns(register.id)}>
          {t('register.campaigns')}
        </a>
      </div>
    </StaffLayout>
  );
}
