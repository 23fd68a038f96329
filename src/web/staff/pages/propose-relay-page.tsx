import { translator } from '../../../platform/i18n/messages.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import { type FormErrors, TextArea } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { type RelayField, RelayFields, relayLabels, type RelayValues } from './relay-fields.js';
import { RelayFacts } from './relay-facts.js';
import type { ShownRelay } from './relays-in-use.js';
import { StaffLayout } from './staff-layout.js';

export interface ProposeRelayPageProps {
  frame: StaffFrame;
  act: 'set' | 'remove';
  position: 1 | 2;
  /** What it would replace, or what would go; null where there is none. */
  now: ShownRelay | null;
  /** What was typed, without the password. */
  values?: Partial<RelayValues & { why: string }> | undefined;
  errors?: FormErrors<RelayField | 'why'> | undefined;
}

/** Proposing another mail server, or that the second goes. Another person decides. */
export function ProposeRelayPage(props: ProposeRelayPageProps) {
  const { frame, act, position, now, values = {}, errors = {} } = props;
  const t = translator(frame.locale);
  const title = t(act === 'remove' ? 'relay.remove.title' : `relay.set.title-${position}`);
  const labels = { ...relayLabels(t), why: t('proposal.why') };
  const path = act === 'remove' ? staffPaths.proposeRelayRemoval : staffPaths.proposeRelay(position);
  return (
    <StaffLayout frame={frame} title={title} here={{ place: 'sending' }}>
      <p class="crumbs">
        <a href={staffPaths.sending}>{t('sending.title')}</a>
      </p>
      <h1>{title}</h1>
      <p class="lead">{t(act === 'remove' ? 'relay.remove.lead' : `relay.set.lead-${position}`)}</p>
      {now && (
        <>
          <h2>{t('relay.before')}</h2>
          <RelayFacts t={t} relay={now} />
        </>
      )}
      <ErrorSummary t={t} errors={errors} labels={labels} />
      <Form action={path} csrf={frame.csrf}>
        {act === 'set' && (
          <>
            <h2>{t('relay.after')}</h2>
            <p>{t('relay.set.tried')}</p>
            <RelayFields t={t} values={values} errors={errors} />
          </>
        )}
        <TextArea
          t={t}
          name="why"
          label={t('relay.why')}
          hint={t('relay.why-hint')}
          rows={3}
          value={values.why}
          error={errors.why}
        />
        <button type="submit" class="button">
          {t(act === 'remove' ? 'relay.remove.submit' : 'relay.set.submit')}
        </button>
      </Form>
    </StaffLayout>
  );
}
