import { formats } from '../../../platform/i18n/formats.js';
import { type Locale, type Message, translator } from '../../../platform/i18n/messages.js';
import { mayDo } from '../../../staff/policy.js';
import { ActButton, Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { OldAndNew } from '../../pages/old-and-new.js';
import { staffPaths } from '../../pages/paths.js';
import type { ProposalState } from '../../../staff/proposals.queries.js';
import { ConfirmFactor, type FactorPrompt } from './confirm-factor.js';
import { SaysChoice } from './purpose-form-page.js';
import { StaffLayout } from './staff-layout.js';

interface Words {
  text: string;
  frequency: string;
}

export interface ShownProposal {
  id: string;
  author: string;
  says: 'editorial' | 'material' | null;
  why: string;
  state: ProposalState;
  second: string | null;
  secondSays: 'editorial' | 'material' | null;
  madeAt: Date;
  decidedAt: Date | null;
  /** Posted back, so that nobody decides on other words than they read. Base64url. */
  digest: string;
  texts: readonly { language: Locale; before: Words; now: Words }[];
}

export interface ProposalPageProps {
  frame: StaffFrame;
  notice?: Message;
  register: { id: string; name: string };
  list: { id: string; name: string };
  proposal: ShownProposal;
  /** The reader proposed it. */
  own: boolean;
  /** There is nobody else to read it. */
  alone: boolean;
  /** Asks the reader who they are; absent where they cannot decide. */
  prompt?: FactorPrompt | undefined;
  /** The reader has not said what has changed. */
  error?: Message;
  /** What they showed of themselves did not count. */
  proofError?: Message | undefined;
}

/** What is proposed, beside what holds; and, for anybody but its author, whether it is published. */
export function ProposalPage(props: ProposalPageProps) {
  const { frame, notice, register, list, proposal } = props;
  const t = translator(frame.locale);
  const { dateTime } = formats(frame.locale, frame.timeZone);
  const { author: name, says, texts } = proposal;
  const title = t('proposal.title');
  return (
    <StaffLayout frame={frame} title={title} here={{ place: 'lists', register: register.id }} notice={notice}>
      <p class="crumbs">
        <a href={staffPaths.lists(register.id)}>{register.name}</a> /{' '}
        <a href={staffPaths.list(register.id, list.id)}>{list.name}</a>
      </p>
      <h1>{title}</h1>
      <p>
        {t('proposal.by', { name, date: dateTime(proposal.madeAt) })}{' '}
        {says && t(`proposal.says.${says}`, { name })}
      </p>
      <dl class="facts">
        <div>
          <dt>{t('proposal.why')}</dt>
          <dd>{proposal.why}</dd>
        </div>
      </dl>
      <h2>{t('proposal.words')}</h2>
      {texts.map(({ language, before, now }) => (
        <section key={language}>
          {texts.length > 1 && <p class="hint">{translator(language)('locale.name')}</p>}
          <OldAndNew t={t} lang={language} before={before} now={now} />
        </section>
      ))}
      {proposal.state === 'waiting' ? <Deciding {...props} /> : <Decided {...props} />}
    </StaffLayout>
  );
}

function Deciding({
  frame,
  register,
  list,
  proposal,
  own,
  alone,
  prompt,
  error,
  proofError,
}: ProposalPageProps) {
  const t = translator(frame.locale);
  const act = (act: 'decide' | 'withdraw') => staffPaths.proposalAct(register.id, list.id, proposal.id, act);
  const place = { registerId: register.id, listId: list.id };
  if (own) {
    return (
      <section>
        <p class="note">
          {t('proposal.own')} {alone && t('proposal.own-alone')}
        </p>
        {mayDo(frame.member.grants, 'manage-list', place) && (
          <ActButton action={act('withdraw')} csrf={frame.csrf} label={t('proposal.withdraw')} kind="quiet" />
        )}
      </section>
    );
  }
  if (!prompt) return <p class="note">{t('proposal.for-approvers')}</p>;
  return (
    <section>
      <h2>{t('proposal.decide')}</h2>
      <p>{t('proposal.decide-lead')}</p>
      <Form action={act('decide')} csrf={frame.csrf}>
        <input type="hidden" name="digest" value={proposal.digest} />
        <SaysChoice frame={frame} legend={t('purpose.edit.says')} error={error} />
        <ConfirmFactor frame={frame} prompt={prompt} error={proofError} />
        <button type="submit" class="button" name="decision" value="approve">
          {t('proposal.approve')}
        </button>
      </Form>
      <div class="buttons">
        <ActButton
          action={act('decide')}
          csrf={frame.csrf}
          label={t('proposal.refuse')}
          kind="quiet"
          fields={{ digest: proposal.digest, decision: 'refuse' }}
        />
      </div>
    </section>
  );
}

function Decided({ frame, proposal }: ProposalPageProps) {
  const t = translator(frame.locale);
  const { dateTime } = formats(frame.locale, frame.timeZone);
  const { state, second, secondSays, decidedAt, author } = proposal;
  const date = decidedAt ? dateTime(decidedAt) : '';
  const what = state === 'approved' && second === null ? 'approved-alone' : state;
  if (what === 'waiting' || what === 'void') return null;
  return (
    <p class="note">
      {t(`proposal.${what}`, { name: second ?? author, date })}{' '}
      {second && secondSays && t(`proposal.says.${secondSays}`, { name: second })}
    </p>
  );
}
