import { translator, type Message } from '../../../platform/i18n/messages.js';
import { mayDo } from '../../../staff/policy.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { ListTable, type ListLine } from './list-table.js';
import { StaffLayout } from './staff-layout.js';

export interface ListsPageProps {
  frame: StaffFrame;
  notice?: Message;
  register: { id: string; name: string };
  lists: readonly ListLine[];
}

export function ListsPage({ frame, notice, register, lists }: ListsPageProps) {
  const t = translator(frame.locale);
  return (
    <StaffLayout
      frame={frame}
      title={t('lists.title')}
      here={{ place: 'lists', register: register.id }}
      notice={notice}
    >
      <p class="crumbs">
        <a href={staffPaths.register(register.id)}>{register.name}</a>
      </p>
      <h1>{t('lists.title')}</h1>
      <p class="lead">{t('lists.lead')}</p>
      {mayDo(frame.member.grants, 'make-list', { registerId: register.id }) && (
        <p>
          <a class="button" href={staffPaths.newList(register.id)}>
            {t('lists.new')}
          </a>
        </p>
      )}
      <ListTable frame={frame} registerId={register.id} lists={lists} />
    </StaffLayout>
  );
}
