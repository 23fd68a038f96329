import { formats, noonOf } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { Facts, ListFacts } from '../../../privacy/facts/facts.js';
import { wordsIn } from '../../../privacy/facts/sentence.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { PrintedController } from './printed-controller.js';
import { Fact } from './record-page.js';
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

export interface BreachPageProps {
  frame: StaffFrame;
  facts: Facts;
  lists: readonly BreachList[];
  /** What was chosen; nothing yet where no kind was. */
  chosen: {
    kinds: readonly (typeof BREACHES)[number][];
    taken: readonly (typeof TAKEN)[number][];
    lists: readonly string[];
    /** When it was found out, where that was said. */
    known: Date | undefined;
  };
  now: Date;
}

const HOURS_72 = 72 * 3_600_000;

/** The scope of a breach for the notice within 72 hours (GDPR art. 33 no. 3). What is chosen stands in the address alone. */
export function BreachPage(props: BreachPageProps) {
  const { frame, facts, lists, chosen, now } = props;
  const t = translator(frame.locale);
  const { dateTime } = formats(frame.locale, frame.timeZone);
  return (
    <StaffLayout frame={frame} title={t('breach.title')} here={{ place: 'privacy-page' }}>
      <p class="crumbs">
        <a href={staffPaths.privacyPage}>{t('from-us.title')}</a>
      </p>
      <h1>{t('breach.title')}</h1>
      <p class="lead unprinted">{t('breach.lead')}</p>
      <form method="get" action={staffPaths.breach}>
        <Choices name="kind" legend={t('breach.kinds')} chosen={chosen.kinds}>
          {BREACHES.map((kind) => ({ value: kind, label: t(`breach.kind.${kind}`) }))}
        </Choices>
        <Choices name="taken" legend={t('breach.taken')} chosen={chosen.taken}>
          {TAKEN.map((what) => ({ value: what, label: t(`breach.taken.${what}`) }))}
        </Choices>
        <Choices name="list" legend={t('breach.lists')} chosen={chosen.lists}>
          {lists.map(({ slug, name, register }) => ({ value: slug, label: `${name} (${register})` }))}
        </Choices>
        <div class="field">
          <label for="known">{t('breach.known')}</label>
          <input
            type="text"
            id="known"
            name="known"
            autocomplete="off"
            placeholder="2026-11-30 09:00"
            aria-describedby="known-hint"
          />
          <p class="hint" id="known-hint">
            {t('breach.known-hint')}
          </p>
        </div>
        <button type="submit" class="button">
          {t('breach.show')}
        </button>
      </form>
      {chosen.kinds.length > 0 && (
        <>
          <p class="made">{t('breach.made', { at: dateTime(now) })}</p>
          {chosen.known && (
            <p>
              <strong>
                {t('breach.deadline', {
                  known: dateTime(chosen.known),
                  until: dateTime(new Date(chosen.known.getTime() + HOURS_72)),
                })}
              </strong>
            </p>
          )}
          <PrintedController frame={frame} facts={facts} />
          <Scope {...props} />
        </>
      )}
    </StaffLayout>
  );
}

function Scope({ frame, lists, chosen }: BreachPageProps) {
  const t = translator(frame.locale);
  const { date, number } = formats(frame.locale, frame.timeZone);
  const about = (people: number) =>
    people === 0
      ? t('transparency.fewer', { number: 20 })
      : t('transparency.about', { number: number(people) });
  const hit = lists.filter(({ slug }) => chosen.lists.includes(slug));
  const readable = chosen.taken.includes('keys') || chosen.taken.includes('relay');
  return (
    <>
      <section class="entry">
        <h2>{t('breach.nature')}</h2>
        <p>{chosen.kinds.map((kind) => t(`breach.kind.${kind}`)).join(', ')}.</p>
        <p>{t(readable ? 'breach.readable' : 'breach.sealed')}</p>
      </section>
      {hit.map((list) => (
        <section key={list.slug} class="entry">
          <h2>
            {list.name} ({list.register})
          </h2>
          <dl class="facts">
            <Fact name={t('breach.people')}>
              {t('breach.people.text', { on: about(list.onIt), left: about(list.left) })}
            </Fact>
            <Fact name={t('record.categories')}>
              {(['address', 'language', 'consent', 'mailings'] as const)
                .map((item) => t(`record.data.${item}`))
                .concat(list.asks.map((words) => wordsIn(words, frame.locale)))
                .join(', ')}
            </Fact>
            <Fact name={t('breach.since')}>{date(noonOf(list.since))}</Fact>
            <Fact name={t('record.purpose')}>{wordsIn(list.purpose, frame.locale)}</Fact>
          </dl>
        </section>
      ))}
      {chosen.taken.includes('staff') && (
        <section class="entry">
          <h2>{t('record.staff')}</h2>
          <p>{t('record.staff.data')}</p>
        </section>
      )}
      <section class="entry">
        <h2>{t('breach.measures')}</h2>
        <ul>
          {(['sealed', 'keys', 'registers', 'factors', 'log'] as const).map((measure) => (
            <li key={measure}>{t(`record.measure.${measure}`)}</li>
          ))}
        </ul>
        <p>{t('breach.can-do')}</p>
      </section>
      {(['when', 'consequences', 'done', 'told'] as const).map((blank) => (
        <section key={blank} class="entry">
          <h2>{t(`breach.blank.${blank}`)}</h2>
          <p class="blank tall">{t('record.fill-in')}</p>
        </section>
      ))}
    </>
  );
}

interface ChoicesProps {
  name: string;
  legend: string;
  chosen: readonly string[];
  children: readonly { value: string; label: string }[];
}

function Choices({ name, legend, chosen, children }: ChoicesProps) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      {children.map(({ value, label }) => (
        <div key={value} class="choice">
          <input
            type="checkbox"
            id={`${name}-${value}`}
            name={name}
            value={value}
            checked={chosen.includes(value)}
          />
          <label for={`${name}-${value}`}>{label}</label>
        </div>
      ))}
    </fieldset>
  );
}
