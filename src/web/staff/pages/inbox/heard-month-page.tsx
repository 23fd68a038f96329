import type { Heard, ThemeCount } from '../../../../inbound/inbox/heard.queries.js';
import { type Message, translator } from '../../../../platform/i18n/messages.js';
import { ErrorSummary } from '../../../pages/error-summary.js';
import { type FormErrors, TextArea } from '../../../pages/field.js';
import { Form } from '../../../pages/form.js';
import type { StaffFrame } from '../../../pages/frame.js';
import { monthOf } from '../../../pages/month.js';
import { staffPaths } from '../../../pages/paths.js';
import { ThemeCounts } from '../../../pages/theme-counts.js';
import { StaffLayout } from '../staff-layout.js';
import { lastMonths } from './last-months.js';

export type HeardField = 'heard' | 'did';

export interface HeardMonthPageProps {
  frame: StaffFrame;
  register: { id: string; name: string };
  notice?: Message;
  values: Heard;
  counts: readonly ThemeCount[];
  publicPath: string;
  now: Date;
  errors?: FormErrors<HeardField>;
}

/** One month: the numbers, and the words of staff. */
export function HeardMonthPage(props: HeardMonthPageProps) {
  const { frame, register, notice, values, publicPath, errors = {} } = props;
  const t = translator(frame.locale);
  const month = monthOf(values.month, frame.locale);
  const labels = { heard: t('heard.heard'), did: t('heard.did') };
  const saved = values.published && Object.keys(errors).length === 0;
  return (
    <StaffLayout
      frame={frame}
      title={t('heard.title')}
      here={{ place: 'inbox', register: register.id }}
      {...(notice && { notice })}
    >
      <p class="crumbs">
        <a href={staffPaths.register(register.id)}>{register.name}</a> /{' '}
        <a href={staffPaths.heard(register.id)}>{t('heard.title')}</a>
      </p>
      <h1 class="month">{month}</h1>
      <Counts {...props} month={month} />
      <ErrorSummary t={t} errors={errors} labels={labels} />
      <Form action={staffPaths.heardIn(register.id, values.month)} csrf={frame.csrf}>
        <input type="hidden" name="revision" value={values.revision} />
        {(['heard', 'did'] as const).map((name) => {
          const error = errors[name];
          return (
            <TextArea
              key={name}
              t={t}
              name={name}
              label={t(`heard.${name}`)}
              hint={t(`heard.${name}-hint`)}
              rows={8}
              required={false}
              value={values[name]}
              {...(error && { error })}
            />
          );
        })}
        <div class="tick">
          <input type="checkbox" id="published" name="published" value="yes" checked={values.published} />
          <label for="published">{t('heard.publish')}</label>
          <p class="hint anywhere">{t('heard.publish-hint', { path: publicPath })}</p>
        </div>
        <button type="submit" class="button">
          {t('staff.save')}
        </button>
      </Form>
      {saved && (
        <p class="alone">
          <a href={publicPath}>{t('heard.see')}</a>
        </p>
      )}
    </StaffLayout>
  );
}

function Counts({ frame, values, counts, now, month }: HeardMonthPageProps & { month: string }) {
  const t = translator(frame.locale);
  if (values.month >= lastMonths(now, 1)[0]!) return <p class="note">{t('heard.counts.not-over')}</p>;
  if (counts.length === 0) return <p class="note">{t('heard.counts.none')}</p>;
  return (
    <>
      <h2>{t('heard.counts', { month })}</h2>
      <ThemeCounts frame={frame} counts={counts} label={t('heard.counts', { month })} />
      <p class="hint">{t('heard.counts.hint')}</p>
    </>
  );
}
