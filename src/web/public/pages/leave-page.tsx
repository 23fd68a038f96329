import { translator } from '../../../platform/i18n/messages.js';
import { ActButton } from '../../pages/form.js';
import type { PublicFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { PublicLayout } from '../../pages/public-layout.js';

/**
 * `ask` posts `leave=yes`, by which it is told from a mail program's own button. `undo` posts the token that the leave was answered with (15 minutes); absent when the person had left before.
 * `take-back` is where the mail about a leave leads to: it posts the token of that mail, which is good for a week.
 * `manageAction` sends a link by mail to see or erase everything; without it the button is not shown.
 */
export type LeavePageProps = { frame: PublicFrame } & (
  | { state: 'ask'; list: string; action: string }
  | { state: 'take-back'; list: string; action: string; token: string }
  | { state: 'left'; list: string; undo?: { action: string; token: string }; manageAction?: string }
  | { state: 'undone' | 'waits'; list: string }
  | { state: 'undo-expired'; signUpHref?: string }
  | { state: 'link-sent' | 'unknown' }
);

export function LeavePage(props: LeavePageProps) {
  const { frame, state } = props;
  const t = translator(frame.locale);
  const list = 'list' in props ? props.list : '';
  const title = t(`leave.${state}.title`, { list });
  return (
    <PublicLayout frame={frame} title={title} noindex>
      <div role={state === 'ask' || state === 'take-back' ? undefined : 'status'}>
        <h1>{title}</h1>
        <p class="lead">{t(`leave.${state}.lead`, { list })}</p>
      </div>
      {props.state === 'ask' && (
        <ActButton
          action={inLanguage(props.action, frame.locale)}
          label={t('leave.ask.button')}
          fields={{ leave: 'yes' }}
        />
      )}
      {props.state === 'take-back' && (
        <ActButton
          action={inLanguage(props.action, frame.locale)}
          label={t('leave.take-back.button')}
          fields={{ undo: props.token }}
        />
      )}
      {props.state === 'left' && props.undo && (
        <section class="card">
          <p>{t('leave.undo.text')}</p>
          <ActButton
            action={inLanguage(props.undo.action, frame.locale)}
            label={t('leave.undo.button')}
            kind="quiet"
            fields={{ undo: props.undo.token }}
          />
        </section>
      )}
      {props.state === 'left' && props.manageAction !== undefined && (
        <section class="after">
          <p class="hint">{t('leave.manage.text')}</p>
          <ActButton
            action={inLanguage(props.manageAction, frame.locale)}
            label={t('leave.manage.button')}
            kind="quiet"
          />
        </section>
      )}
      {props.state === 'undo-expired' && props.signUpHref !== undefined && (
        <p>
          <a class="button" href={inLanguage(props.signUpHref, frame.locale)}>
            {t('confirm.sign-up-again')}
          </a>
        </p>
      )}
    </PublicLayout>
  );
}
