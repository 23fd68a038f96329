import { formats } from '../../../platform/i18n/formats.js';
import { type Message, translator } from '../../../platform/i18n/messages.js';
import type { Proposal } from '../../../staff/proposals.queries.js';
import { ActButton, Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { type EyesAct, staffPaths } from '../../pages/paths.js';
import { ConfirmFactor, type FactorPrompt } from './confirm-factor.js';
import { StaffLayout } from './staff-layout.js';

export interface EyesProposalPageProps {
  frame: StaffFrame;
  notice?: Message;
  register: { id: string; name: string };
  list: { id: string; name: string };
  proposal: Pick<Proposal, 'id' | 'author' | 'why' | 'state' | 'second' | 'digest' | 'madeAt' | 'decidedAt'>;
  /** The reader proposed it. */
  own: boolean;
  /** Asks the reader who they are; absent where they cannot decide. */
  prompt?: FactorPrompt | undefined;
  error?: Message | undefined;
}

/** That one person may send alone to a list: proposed by one, decided by another. */
export function EyesProposalPage(props: EyesProposalPageProps) {
  const { frame, notice, register, list, proposal, own, prompt, error } = props;
  const t = translator(frame.locale);
  const { dateTime } = formats(frame.locale, frame.timeZone);
  const act = (name: EyesAct) => staffPaths.eyesAct(register.id, list.id, proposal.id, name);
  const digest = proposal.digest.toString('base64url');
  const title = t('eyes.proposal');
  return (
    <StaffLayout frame={frame} title={title} here={{ place: 'lists', register: register.id }} notice={notice}>
      <p class="crumbs">
        <a href={staffPaths.lists(register.id)}>{register.name}</a> /{' '}
        <a href={staffPaths.list(register.id, list.id)}>{list.name}</a>
      </p>
      <h1>{title}</h1>
      <p>{t('proposal.by', { name: proposal.author.name, date: dateTime(proposal.madeAt) })}</p>
      <dl class="facts">
        <div>
          <dt>{t('proposal.why')}</dt>
          <dd>{proposal.why}</dd>
        </div>
      </dl>
      <p>{t('eyes.choice.1-hint')}</p>
      {proposal.state !== 'waiting' && (
        <p class="note">
          {t(proposal.state === 'approved' ? 'eyes.approved' : 'eyes.not-approved', {
            name: proposal.second?.name ?? proposal.author.name,
            date: proposal.decidedAt ? dateTime(proposal.decidedAt) : '',
          })}
        </p>
      )}
      {proposal.state === 'waiting' && !prompt && (
        <p class="note">{t(own ? 'eyes.own' : 'proposal.for-approvers')}</p>
      )}
      {prompt && (
        <Form action={act(own ? 'decide-alone' : 'decide')} csrf={frame.csrf}>
          {own && <p class="note">{t('eyes.alone')}</p>}
          <input type="hidden" name="digest" value={digest} />
          <ConfirmFactor frame={frame} prompt={prompt} error={error} />
          <button type="submit" class="button" name="decision" value="approve">
            {t('eyes.approve')}
          </button>
        </Form>
      )}
      {proposal.state === 'waiting' && own && (
        <ActButton action={act('withdraw')} csrf={frame.csrf} label={t('proposal.withdraw')} kind="quiet" />
      )}
      {prompt && !own && (
        <div class="buttons">
          <ActButton
            action={act('decide')}
            csrf={frame.csrf}
            label={t('eyes.refuse')}
            kind="quiet"
            fields={{ digest, decision: 'refuse' }}
          />
        </div>
      )}
    </StaffLayout>
  );
}
