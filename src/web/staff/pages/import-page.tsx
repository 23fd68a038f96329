import { formats, noonOf } from '../../../platform/i18n/formats.js';
import { translator, type Message } from '../../../platform/i18n/messages.js';
import type { ImportOverview } from '../../../subscriptions/moving-in/imports.queries.js';
import { REFUSALS } from '../../../subscriptions/moving-in/judge-row.js';
import { mayDo } from '../../../staff/policy.js';
import { TextArea } from '../../pages/field.js';
import { ActButton, Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { ConfirmFactor, type FactorPrompt } from './confirm-factor.js';
import { StaffLayout } from './staff-layout.js';

export interface ImportPageProps {
  frame: StaffFrame;
  notice?: Message;
  register: { id: string; name: string };
  list: { id: string; name: string };
  import: ImportOverview;
  /** What the list's people say yes to, to be held against the other tool's words. */
  purpose: string;
  /** Whether the reader is the one who proposed it. */
  own: boolean;
  /** Asks the reader who they are; absent where they cannot decide. */
  prompt?: FactorPrompt | undefined;
  error?: Message;
  /** What they showed of themselves did not count. */
  proofError?: Message;
}

/** What a file held, in numbers, and what two people make of it. */
export function ImportPage(props: ImportPageProps) {
  const { frame, notice, register, list, import: one, purpose, own, error, prompt, proofError } = props;
  const t = translator(frame.locale);
  const { number, date } = formats(frame.locale, frame.timeZone);
  const title = t('import.one-title', { date: date(one.madeAt) });
  return (
    <StaffLayout frame={frame} title={title} here={{ place: 'lists', register: register.id }} notice={notice}>
      <p class="crumbs">
        <a href={staffPaths.imports(register.id, list.id)}>{t('import.title')}</a>
      </p>
      <h1>{title}</h1>
      <p class="lead">{t(`import.state.${one.state}`)}</p>
      <p class="big">
        <strong>{number(one.state === 'done' ? one.taken : one.usable)}</strong>
        <span>{t(one.state === 'done' ? 'import.taken' : 'import.usable')}</span>
      </p>
      {one.state === 'done' && one.notTaken > 0 && (
        <p>{t('import.not-taken', { count: one.notTaken, number: number(one.notTaken) })}</p>
      )}
      <h2>{t('import.refused')}</h2>
      {Object.keys(one.refused).length === 0 ? (
        <p>{t('import.refused-none')}</p>
      ) : (
        <dl class="facts">
          {REFUSALS.filter((reason) => one.refused[reason]).map((reason) => (
            <div key={reason}>
              <dt>{number(one.refused[reason]!)}</dt>
              <dd>{t(`import.refusal.${reason}`)}</dd>
            </div>
          ))}
        </dl>
      )}
      <h2>{t('import.words')}</h2>
      <dl class="facts">
        <div>
          <dt>{t('import.words-here')}</dt>
          <dd>{purpose}</dd>
        </div>
        {one.wordings.map(({ from, to, text, note }) => (
          <div key={`${from} ${text}`}>
            <dt>{t('import.words-there', { from: date(noonOf(from)), to: date(noonOf(to)) })}</dt>
            <dd>{text}</dd>
            <dd class="hint">{t('import.shown-by', { note })}</dd>
          </div>
        ))}
      </dl>
      <Acts
        frame={frame}
        registerId={register.id}
        listId={list.id}
        one={one}
        own={own}
        error={error}
        prompt={prompt}
        proofError={proofError}
      />
    </StaffLayout>
  );
}

interface ActsProps {
  frame: StaffFrame;
  registerId: string;
  listId: string;
  one: ImportOverview;
  own: boolean;
  error?: Message | undefined;
  prompt?: FactorPrompt | undefined;
  proofError?: Message | undefined;
}

function Acts({ frame, registerId, listId, one, own, error, prompt, proofError }: ActsProps) {
  const t = translator(frame.locale);
  const act = (name: 'propose' | 'decide' | 'drop') => staffPaths.importAct(registerId, listId, one.id, name);
  const { csrf } = frame;
  const manages = mayDo(frame.member.grants, 'manage-list', { registerId, listId });
  const drop = manages && <ActButton action={act('drop')} csrf={csrf} label={t('import.drop')} kind="stop" />;
  if (one.state === 'read' && one.usable === 0) return <>{drop}</>;
  if (one.state === 'read' && manages) {
    return (
      <>
        <h2>{t('import.propose')}</h2>
        <p>{t('import.propose-text')}</p>
        <Form action={act('propose')} csrf={csrf}>
          <TextArea
            t={t}
            name="why"
            label={t('import.why')}
            hint={t('import.why-hint')}
            rows={2}
            error={error}
          />
          <button type="submit" class="button">
            {t('import.propose-submit')}
          </button>
        </Form>
        {drop}
      </>
    );
  }
  if (one.state !== 'proposed' || !one.proposal) return null;
  const { author, why, digest } = one.proposal;
  return (
    <>
      <h2>{t('import.decide')}</h2>
      <p>{t('import.proposed-by', { author, why })}</p>
      {own ? (
        <p class="note">{t('import.own')}</p>
      ) : !prompt ? (
        <p class="note">{t('proposal.for-approvers')}</p>
      ) : (
        <>
          <p>{t('import.decide-text')}</p>
          <Form action={act('decide')} csrf={csrf}>
            <input type="hidden" name="digest" value={digest.toString('base64url')} />
            <ConfirmFactor frame={frame} prompt={prompt} error={proofError} />
            <button type="submit" class="button" name="decision" value="approve">
              {t('import.approve')}
            </button>
          </Form>
          <div class="buttons">
            <ActButton
              action={act('decide')}
              csrf={csrf}
              label={t('import.refuse')}
              kind="stop"
              fields={{ digest: digest.toString('base64url'), decision: 'refuse' }}
            />
          </div>
        </>
      )}
      {own && drop}
    </>
  );
}
