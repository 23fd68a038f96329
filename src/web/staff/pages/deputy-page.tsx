import { formats } from '../../../platform/i18n/formats.js';
import { translator, type Message } from '../../../platform/i18n/messages.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import { SelectField, type FormErrors } from '../../pages/field.js';
import { ActButton, Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { StaffLayout } from './staff-layout.js';

/** Weeks for which somebody may be named. */
export const WEEKS = [1, 2, 3, 4, 8] as const;

export interface DeputyPageProps {
  frame: StaffFrame;
  notice?: Message;
  /** Who could be asked. */
  members: readonly { id: string; name: string }[];
  /** Who approves in the reader's place now. */
  mine: { name: string; until: Date } | null;
  /** For whom the reader approves now. */
  standsInFor: readonly { name: string; until: Date }[];
  /** The reader's own role, and not a deputy's: only then is there something to hand over. */
  approves: boolean;
  errors?: FormErrors<'member' | 'weeks'>;
}

/** Somebody who approves while one is away. */
export function DeputyPage(props: DeputyPageProps) {
  const { frame, notice, members, mine, standsInFor, approves, errors = {} } = props;
  const t = translator(frame.locale);
  const { date } = formats(frame.locale, frame.timeZone);
  const labels = { member: t('deputy.member'), weeks: t('deputy.weeks') };
  return (
    <StaffLayout frame={frame} title={t('deputy.title')} here={{ place: 'members' }} notice={notice}>
      <p class="crumbs">
        <a href={staffPaths.members}>{t('member.back')}</a>
      </p>
      <h1>{t('deputy.title')}</h1>
      <p class="lead">{t('deputy.lead')}</p>
      {standsInFor.map(({ name, until }) => (
        <p class="note" key={name}>
          {t('deputy.for', { name, date: date(until) })}
        </p>
      ))}
      {mine && (
        <section>
          <p class="note">{t('deputy.mine', { name: mine.name, date: date(mine.until) })}</p>
          <ActButton
            action={staffPaths.endDeputy}
            csrf={frame.csrf}
            label={t('deputy.end', { name: mine.name })}
            kind="quiet"
          />
        </section>
      )}
      {approves && members.length === 0 && <p>{t('deputy.nobody')}</p>}
      {approves && members.length > 0 && (
        <section>
          <h2>{t(mine ? 'deputy.another' : 'deputy.name')}</h2>
          <ErrorSummary t={t} errors={errors} labels={labels} />
          <Form action={staffPaths.deputy} csrf={frame.csrf}>
            <SelectField
              t={t}
              name="member"
              label={labels.member}
              error={errors.member}
              options={members.map(({ id, name }) => ({ value: id, label: name }))}
            />
            <SelectField
              t={t}
              name="weeks"
              label={labels.weeks}
              hint={t('deputy.weeks-hint')}
              error={errors.weeks}
              options={WEEKS.map((weeks) => ({
                value: String(weeks),
                label: t('deputy.for-weeks', { weeks }),
              }))}
            />
            <button type="submit" class="button">
              {t('deputy.submit')}
            </button>
          </Form>
        </section>
      )}
    </StaffLayout>
  );
}
