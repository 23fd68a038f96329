import { translator } from '../../../platform/i18n/messages.js';
import { ActButton } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { StaffLayout } from './staff-layout.js';

export interface EndListPageProps {
  frame: StaffFrame;
  register: { id: string; name: string };
  list: { id: string; name: string };
  act: 'close' | 'delete';
  numbers: { onIt: number; ended: number; campaigns: number };
}

/** Before a list is ended or deleted: what goes with it, in numbers. */
export function EndListPage({ frame, register, list, act, numbers }: EndListPageProps) {
  const t = translator(frame.locale);
  const title = t(`end-list.${act}.title`, { list: list.name });
  return (
    <StaffLayout frame={frame} title={title} here={{ place: 'lists', register: register.id }}>
      <p class="crumbs">
        <a href={staffPaths.lists(register.id)}>{register.name}</a> /{' '}
        <a href={staffPaths.list(register.id, list.id)}>{list.name}</a>
      </p>
      <h1>{title}</h1>
      <ul>
        {act === 'close' ? (
          <>
            <li>{t('end-list.close.people', { count: numbers.onIt })}</li>
            <li>{t('end-list.close.form')}</li>
            <li>{t('end-list.close.kept')}</li>
          </>
        ) : (
          <>
            <li>{t('end-list.delete.campaigns', { count: numbers.campaigns })}</li>
            <li>{t('end-list.delete.evidence', { count: numbers.ended })}</li>
            <li>{t('end-list.delete.people')}</li>
            <li>{t('end-list.delete.form')}</li>
          </>
        )}
      </ul>
      <div class="buttons">
        <ActButton
          action={staffPaths.listAct(register.id, list.id, act)}
          csrf={frame.csrf}
          label={t(`end-list.${act}.submit`)}
          kind="stop"
        />
        <a class="button quiet" href={staffPaths.listLife(register.id, list.id)}>
          {t('end-list.leave')}
        </a>
      </div>
    </StaffLayout>
  );
}
