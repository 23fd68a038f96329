import type { ClockTime } from '../../../platform/i18n/clock-time.js';
import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { Facts, ListFacts } from '../../../privacy/facts/facts.js';
import { staffPaths } from '../../pages/paths.js';
import { BreachForm } from './breach-form.js';
import { BreachScope } from './breach-scope.js';
import { type Printed, PrintLanguages } from './print-languages.js';
import { PrintedController } from './printed-controller.js';
import { StaffLayout } from './staff-layout.js';

/** What can happen to data: seen, changed, or lost (EDPB Guidelines 9/2022). */
export const BREACHES = ['seen', 'changed', 'lost'] as const;

/** What may have been taken: it decides what anybody can read. */
export const TAKEN = ['database', 'keys', 'staff', 'relay'] as const;

export interface BreachList extends ListFacts {
  register: string;
  /** Rounded: people on it, and people who have left and are kept as evidence; 0 for fewer than twenty. */
  onIt: number;
  left: number;
  /** ISO date. */
  since: string;
}

export interface BreachPageProps extends Printed {
  facts: Facts;
  lists: readonly BreachList[];
  /** What was chosen; nothing yet where no kind was. */
  chosen: {
    /** Whether the form was sent. */
    asked: boolean;
    kinds: readonly (typeof BREACHES)[number][];
    taken: readonly (typeof TAKEN)[number][];
    lists: readonly string[];
    /** When it was found out, as it was typed. */
    typed: ClockTime;
    /** And as a moment, where it can be read. */
    known: Date | undefined;
    /** All of it, as it stands in the address. */
    query: string;
  };
  now: Date;
}

const HOURS_72 = 72 * 3_600_000;

/** The scope of a breach for the notice within 72 hours (GDPR art. 33 no. 3), to be printed. Nothing of it is kept. */
export function BreachPage(props: BreachPageProps) {
  const { frame, locale, facts, chosen, now } = props;
  const t = translator(frame.locale);
  const said = translator(locale);
  const { dateTime } = formats(locale, frame.timeZone);
  return (
    <StaffLayout frame={frame} title={t('breach.title')} here={{ place: 'privacy-page' }}>
      <p class="crumbs">
        <a href={staffPaths.privacyPage}>{t('from-us.title')}</a>
      </p>
      <h1>{t('breach.title')}</h1>
      <p class="lead unprinted">{t('breach.lead')}</p>
      <BreachForm {...props} />
      {chosen.kinds.length > 0 && (
        <>
          <PrintLanguages frame={frame} locale={locale} path={`${staffPaths.breach}?${chosen.query}`} />
          <div lang={locale}>
            <p class="made">{said('breach.made', { at: dateTime(now) })}</p>
            {chosen.known && (
              <p>
                <strong>
                  {said('breach.deadline', {
                    known: dateTime(chosen.known),
                    until: dateTime(new Date(chosen.known.getTime() + HOURS_72)),
                  })}
                </strong>
              </p>
            )}
            <PrintedController locale={locale} facts={facts} />
            <BreachScope {...props} />
          </div>
        </>
      )}
    </StaffLayout>
  );
}
