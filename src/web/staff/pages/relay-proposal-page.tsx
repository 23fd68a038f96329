import { formats } from '../../../platform/i18n/formats.js';
import { type Message, translator } from '../../../platform/i18n/messages.js';
import { mayDo } from '../../../staff/policy.js';
import type { ProposalState } from '../../../staff/proposals.queries.js';
import { ActButton, Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { ConfirmFactor, type FactorPrompt } from './confirm-factor.js';
import { RelayFacts } from './relay-facts.js';
import type { ShownRelay } from './relays-in-use.js';
import { StaffLayout } from './staff-layout.js';

type Server = Omit<ShownRelay, 'position'>;

export interface ShownRelayProposal {
  id: string;
  author: string;
  second: string | null;
  why: string;
  state: ProposalState;
  madeAt: Date;
  decidedAt: Date | null;
  /** Posted back, so that nobody decides on another server than they read. Base64url. */
  digest: string;
  position: 1 | 2;
  /** What it was to replace; null where there was none. */
  before: Server | null;
  /** Null: the server at that position goes. */
  after: (Server & { username: string | null }) | null;
  /** What it was to replace has been changed from the shell meanwhile. */
  overtaken: boolean;
}

export interface RelayProposalPageProps {
  frame: StaffFrame;
  notice?: Message;
  proposal: ShownRelayProposal;
  /** The reader proposed it. */
  own: boolean;
  /** Asks the reader who they are; absent where they cannot decide. */
  prompt?: FactorPrompt | undefined;
  error?: Message | undefined;
}

/** Another way out for the mail: what is and what would be, and, for another than its author, whether it shall be so. */
export function RelayProposalPage(props: RelayProposalPageProps) {
  const { frame, notice, proposal } = props;
  const t = translator(frame.locale);
  const { dateTime } = formats(frame.locale, frame.timeZone);
  const { author: name, before, after, position, state } = proposal;
  const title = t(after ? `relay.proposal.title-${position}` : 'relay.proposal.title-remove');
  return (
    <StaffLayout frame={frame} title={title} here={{ place: 'sending' }} notice={notice}>
      {mayDo(frame.member.grants, 'manage-sending') && (
        <p class="crumbs">
          <a href={staffPaths.sending}>{t('sending.title')}</a>
        </p>
      )}
      <h1>{title}</h1>
      <p>{t('proposal.by', { name, date: dateTime(proposal.madeAt) })}</p>
      <dl class="facts">
        <div>
          <dt>{t('proposal.why')}</dt>
          <dd>{proposal.why}</dd>
        </div>
      </dl>
      <div class="old-new">
        <section>
          <h2>{t('relay.before')}</h2>
          {before ? <RelayFacts t={t} relay={before} /> : <p>{t('relay.no-server')}</p>}
        </section>
        <section>
          <h2>{t('relay.after')}</h2>
          {after ? (
            <RelayFacts t={t} relay={after} username={after.username} />
          ) : (
            <p>{t('relay.no-second')}</p>
          )}
        </section>
      </div>
      {after?.username != null && state === 'waiting' && <p>{t('relay.password-hidden')}</p>}
      {state === 'waiting' ? <Deciding {...props} /> : <Decided {...props} />}
    </StaffLayout>
  );
}

function Deciding({ frame, proposal, own, prompt, error }: RelayProposalPageProps) {
  const t = translator(frame.locale);
  const { id, digest, overtaken } = proposal;
  const act = (name: 'decide' | 'withdraw') => staffPaths.relayProposalAct(id, name);
  return (
    <section>
      {overtaken && <p class="note warn">{t('relay.overtaken')}</p>}
      {own ? <p class="note">{t('relay.own')}</p> : !prompt && <p class="note">{t('relay.for-approvers')}</p>}
      {own && mayDo(frame.member.grants, 'manage-sending') && (
        <ActButton action={act('withdraw')} csrf={frame.csrf} label={t('proposal.withdraw')} kind="quiet" />
      )}
      {prompt && (
        <>
          <h2>{t('relay.decide')}</h2>
          <p>{t('relay.decide-lead')}</p>
          <Form action={act('decide')} csrf={frame.csrf}>
            <input type="hidden" name="digest" value={digest} />
            <ConfirmFactor frame={frame} prompt={prompt} error={error} />
            <button type="submit" class="button" name="decision" value="approve">
              {t('relay.approve')}
            </button>
          </Form>
          <div class="buttons">
            <ActButton
              action={act('decide')}
              csrf={frame.csrf}
              label={t('relay.refuse')}
              kind="quiet"
              fields={{ digest, decision: 'refuse' }}
            />
          </div>
        </>
      )}
    </section>
  );
}

function Decided({ frame, proposal, error }: RelayProposalPageProps) {
  const t = translator(frame.locale);
  const { dateTime } = formats(frame.locale, frame.timeZone);
  const { state, second, author, decidedAt } = proposal;
  if (state === 'waiting') return null;
  return (
    <>
      {error && (
        <p class="note stop" role="alert">
          {t(error.key, error.params)}
        </p>
      )}
      <p class="note">
        {t(`relay.state.${state}`, {
          name: second ?? author,
          date: decidedAt ? dateTime(decidedAt) : '',
        })}
      </p>
    </>
  );
}
