import { translator, type Message } from '../../../platform/i18n/messages.js';
import { mayDo } from '../../../staff/policy.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import type { RegisterDeletion } from '../../../registers/register-deletion.queries.js';
import { RegisterDeletionNote } from './register-deletion-note.js';
import { ListTable, type ListLine } from './list-table.js';
import { StaffLayout } from './staff-layout.js';

export interface RegisterPageProps {
  frame: StaffFrame;
  notice?: Message;
  register: { id: string; name: string };
  /** The form with every list of the register. */
  formUrl: string;
  lists: readonly ListLine[];
  /** Somebody has ordered its end. */
  deletion?: RegisterDeletion;
}

export function RegisterPage({ frame, notice, register, formUrl, lists, deletion }: RegisterPageProps) {
  const t = translator(frame.locale);
  const here = { place: 'register', register: register.id } as const;
  return (
    <StaffLayout frame={frame} title={register.name} here={here} notice={notice}>
      <p class="crumbs">{t('register.word')}</p>
      <h1>{register.name}</h1>
      <p class="lead">{t('register.lead')}</p>
      {deletion && <RegisterDeletionNote frame={frame} registerId={register.id} deletion={deletion} />}
      {lists.length > 0 && !deletion && (
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
        {mayDo(frame.member.grants, 'make-list', { registerId: register.id }) && !deletion && (
          <a class="button" href={staffPaths.newList(register.id)}>
            {t('lists.new')}
          </a>
        )}
        <a class="button quiet" href={staffPaths.campaigns(register.id)}>
          {t('register.campaigns')}
        </a>
        {mayDo(frame.member.grants, 'make-list', { registerId: register.id }) && !deletion && (
          <a class="button quiet" href={staffPaths.theme(register.id)}>
            {t('theme.title')}
          </a>
        )}
        {mayDo(frame.member.grants, 'write-heard', { registerId: register.id }) && !deletion && (
          <a class="button quiet" href={staffPaths.heard(register.id)}>
            {t('heard.title')}
          </a>
        )}
        {mayDo(frame.member.grants, 'set-inbox', { registerId: register.id }) && !deletion && (
          <a class="button quiet" href={staffPaths.inboxSettings(register.id)}>
            {t('inbox.settings.link')}
          </a>
        )}
        {mayDo(frame.member.grants, 'delete-register', { registerId: register.id }) && !deletion && (
          <a class="button quiet" href={staffPaths.deleteRegister(register.id)}>
            {t('register.delete')}
          </a>
        )}
      </div>
    </StaffLayout>
  );
}
