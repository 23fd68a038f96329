import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { RegisterDeletion } from '../../../registers/register-deletion.queries.js';
import { mayDo } from '../../../staff/policy.js';
import { ActButton } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';

export interface RegisterDeletionNoteProps {
  frame: StaffFrame;
  registerId: string;
  deletion: RegisterDeletion;
}

/** Says of a register that it goes, when, and who said so; and lets an administrator call it off in time. */
export function RegisterDeletionNote({ frame, registerId, deletion }: RegisterDeletionNoteProps) {
  const t = translator(frame.locale);
  const { dateTime } = formats(frame.locale, frame.timeZone);
  const { destroyed, dueAt, orderedAt, orderedBy } = deletion;
  if (destroyed) {
    return (
      <div class="note stop" role="status">
        <p>
          <strong>{t('register.going.destroyed')}</strong> {t('register.going.destroyed.text')}
        </p>
      </div>
    );
  }
  return (
    <div class="note stop" role="status">
      <p>
        <strong>{t('register.going', { at: dateTime(dueAt) })}</strong>{' '}
        {orderedBy !== null && t('register.going.by', { name: orderedBy, at: dateTime(orderedAt) })}{' '}
        {t('register.going.text')}
      </p>
      {mayDo(frame.member.grants, 'delete-register', { registerId }) && (
        <ActButton
          action={staffPaths.keepRegister(registerId)}
          csrf={frame.csrf}
          label={t('register.going.keep')}
          kind="quiet"
        />
      )}
    </div>
  );
}
