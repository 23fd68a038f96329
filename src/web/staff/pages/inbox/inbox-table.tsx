import type { InboxLine } from '../../../../inbound/inbox/inbox.queries.js';
import type { InboxTheme } from '../../../../inbound/inbox/inbox-settings.queries.js';
import { dayIn } from '../../../../platform/i18n/formats.js';
import { translator } from '../../../../platform/i18n/messages.js';
import type { StaffFrame } from '../../../pages/frame.js';
import { staffPaths } from '../../../pages/paths.js';
import { daysBetween } from '../../inbox/days-between.js';
import { callName } from './inbox-words.js';

export interface InboxTableProps {
  frame: StaffFrame;
  registerId: string;
  lines: readonly InboxLine[];
  themes: readonly InboxTheme[];
}

/** Conversations from outside. Who wrote, and what, is said on none of these lines. */
export function InboxTable({ frame, registerId, lines, themes }: InboxTableProps) {
  const t = translator(frame.locale);
  const today = dayIn(frame.timeZone);
  return (
    <table class="stacked inbox">
      <thead>
        <tr>
          <th scope="col">{t('inbox.mail')}</th>
          <th scope="col">{t('inbox.standing')}</th>
          <th scope="col">{t('inbox.with')}</th>
          <th scope="col">{t('inbox.themes')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => {
          const { day, sign } = callName(frame, line);
          return (
            <tr key={line.id}>
              <th scope="row">
                <a href={staffPaths.conversation(registerId, line.id)}>
                  {day} <span class="sign">{sign}</span>
                </a>
              </th>
              <td>
                <Standing {...{ frame, line, today }} />
                <p class="hint">{t('inbox.message-count', { count: line.messages })}</p>
              </td>
              <td>
                {line.assignedName ??
                  (line.state === 'open' && !line.automatic && (
                    <span class="hint">{t('inbox.nobody-yet')}</span>
                  ))}
              </td>
              <td>
                {themes
                  .filter(({ id }) => line.themes.includes(id))
                  .map(({ name }) => name)
                  .join(', ')}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Standing({ frame, line, today }: { frame: StaffFrame; line: InboxLine; today: string }) {
  const t = translator(frame.locale);
  if (line.awaits && line.state === 'open' && line.lastIn !== null) {
    const days = daysBetween(line.lastIn, today);
    return <strong class={days >= 7 ? 'late' : undefined}>{t('inbox.waits-since', { days })}</strong>;
  }
  return <>{t(line.automatic ? 'inbox.state.machine' : `inbox.state.${line.state}`)}</>;
}
