import { translator } from '../../../platform/i18n/messages.js';
import { ActButton } from '../../pages/form.js';
import type { PublicFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { OldAndNew } from '../../pages/old-and-new.js';
import { PublicLayout } from '../../pages/public-layout.js';

interface Words {
  text: string;
  frequency: string;
}

/** `action` holds the token; `revision` is that of the new words, posted back so that the answer is to what was read. */
export type RenewPageProps = { frame: PublicFrame } & (
  | { state: 'ask'; list: string; action: string; revision: number; before: Words; now: Words }
  | { state: 'said-no'; list: string; action: string; revision: number }
  | { state: 'said-yes' | 'left' | 'superseded' | 'unknown'; list: string }
);

/** The question that a mail about new words leads to. */
export function RenewPage(props: RenewPageProps) {
  const { frame, state, list } = props;
  const t = translator(frame.locale);
  const title = t(`renew.${state}.title`, { list });
  return (
    <PublicLayout frame={frame} title={title} noindex>
      <div role={state === 'ask' ? undefined : 'status'}>
        <h1>{title}</h1>
        <p class="lead">{t(`renew.${state}.lead`)}</p>
      </div>
      {props.state === 'ask' && (
        <section class="card">
          <OldAndNew t={t} heading="h2" before={props.before} now={props.now} />
          <div class="buttons">
            <Answer {...props} answer="yes" />
            <Answer {...props} answer="no" />
          </div>
          <p class="hint">{t('renew.ask.hint')}</p>
        </section>
      )}
      {props.state === 'said-no' && (
        <section class="card">
          <p>{t('renew.said-no.again')}</p>
          <Answer {...props} answer="yes" quiet />
        </section>
      )}
    </PublicLayout>
  );
}

interface AnswerProps {
  frame: PublicFrame;
  action: string;
  revision: number;
  answer: 'yes' | 'no';
  quiet?: boolean;
}

/** One button for each answer; nothing is answered before one of them is pressed. */
function Answer({ frame, action, revision, answer, quiet = false }: AnswerProps) {
  return (
    <ActButton
      action={inLanguage(action, frame.locale)}
      label={translator(frame.locale)(`renew.${answer}`)}
      kind={quiet || answer === 'no' ? 'quiet' : 'primary'}
      fields={{ answer, revision: String(revision) }}
    />
  );
}
