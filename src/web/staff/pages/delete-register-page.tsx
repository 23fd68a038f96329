import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { RegisterDeletion } from '../../../registers/register-deletion.queries.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import { type FormErrors, TextField } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { RegisterDeletionNote } from './register-deletion-note.js';
import { StaffLayout } from './staff-layout.js';

export interface DeleteRegisterPageProps {
  frame: StaffFrame;
  register: { id: string; name: string };
  /** What goes: lists by name, people as numbers. */
  lists: readonly { id: string; name: string; confirmed: number }[];
  /** Somebody has ordered it already. */
  deletion?: RegisterDeletion;
  /** What was typed in the place of its name. */
  wrongName?: string;
}

/** The second look before a register goes: what goes with it, what stays, and its name to be typed. */
export function DeleteRegisterPage({ frame, register, lists, deletion, wrongName }: DeleteRegisterPageProps) {
  const t = translator(frame.locale);
  const here = { place: 'register', register: register.id } as const;
  const number = (count: number) => formats(frame.locale, frame.timeZone).number(count);
  const errors: FormErrors<'name'> =
    wrongName === undefined ? {} : { name: { key: 'register.delete.error.name' } };
  return (
    <StaffLayout frame={frame} title={t('register.delete.title', { name: register.name })} here={here}>
      <p class="crumbs">
        <a href={staffPaths.register(register.id)}>{register.name}</a>
      </p>
      <h1>{t('register.delete.title', { name: register.name })}</h1>
      {deletion ? (
        <RegisterDeletionNote frame={frame} registerId={register.id} deletion={deletion} />
      ) : (
        <>
          <ErrorSummary t={t} errors={errors} />
          <p class="lead">{t('register.delete.lead')}</p>
          <h2>{t('register.delete.goes')}</h2>
          {lists.length > 0 && (
            <dl class="facts">
              {lists.map((list) => (
                <div key={list.id}>
                  <dt>{list.name}</dt>
                  <dd>
                    {t('register.delete.people', { count: list.confirmed, shown: number(list.confirmed) })}
                  </dd>
                </div>
              ))}
            </dl>
          )}
          <p>{t('register.delete.goes.text')}</p>
          <h2>{t('register.delete.stays')}</h2>
          <p>{t('register.delete.stays.text')}</p>
          <div class="note warn">
            <p>
              <strong>{t('register.delete.day')}</strong> {t('register.delete.day.text')}
            </p>
          </div>
          <Form action={staffPaths.deleteRegister(register.id)} csrf={frame.csrf}>
            <TextField
              t={t}
              name="name"
              label={t('register.delete.name')}
              hint={register.name}
              error={errors.name}
              value={wrongName}
              autocomplete="off"
              required
            />
            <div class="buttons">
              <button type="submit" class="button stop">
                {t('register.delete.submit')}
              </button>
              <a class="button quiet" href={staffPaths.register(register.id)}>
                {t('register.delete.leave')}
              </a>
            </div>
          </Form>
        </>
      )}
    </StaffLayout>
  );
}
