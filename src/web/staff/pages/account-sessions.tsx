import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { ShownSession } from '../../../staff/sessions.service.js';
import { ActButton } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';

export interface AccountSessionsProps {
  frame: StaffFrame;
  sessions: readonly ShownSession[];
}

/** Where somebody is signed in: since when, and in which family of browser. No more is kept. */
export function AccountSessions({ frame, sessions }: AccountSessionsProps) {
  const t = translator(frame.locale);
  const { dateTime } = formats(frame.locale, frame.timeZone);
  const others = sessions.filter(({ current }) => !current);
  return (
    <section>
      <h2>{t('account.sessions.title')}</h2>
      <p>{t('account.sessions.lead')}</p>
      <table class="stacked">
        <thead>
          <tr>
            <th scope="col">{t('account.sessions.browser')}</th>
            <th scope="col">{t('account.sessions.begun')}</th>
            <th scope="col">{t('account.sessions.seen')}</th>
            <th scope="col">
              <span class="unseen">{t('account.sessions.act')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <tr key={session.id}>
              <th scope="row">{session.browser || t('account.sessions.unknown')}</th>
              <td>{dateTime(session.begunAt)}</td>
              <td>{dateTime(session.seenAt)}</td>
              <td>
                {session.current ? (
                  t('account.sessions.this')
                ) : (
                  <ActButton
                    action={staffPaths.endSession}
                    csrf={frame.csrf}
                    label={t('account.sessions.end')}
                    kind="quiet"
                    fields={{ session: session.id }}
                  />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {others.length > 1 && (
        <ActButton
          action={staffPaths.endSession}
          csrf={frame.csrf}
          label={t('account.sessions.end-others')}
          kind="stop"
          fields={{ session: 'others' }}
        />
      )}
    </section>
  );
}
