import { formats } from '../../../platform/i18n/formats.js';
import { translator, type MessageKey } from '../../../platform/i18n/messages.js';
import type { StaffFrame } from '../../pages/frame.js';
import type { ShownRelay } from './relays-in-use.js';

export interface ShownRelayChange extends ShownRelay {
  at: Date;
  act: 'set' | 'removed';
}

/** Every change of a relay, the newest first. */
export function RelayHistory({
  frame,
  changes,
}: {
  frame: StaffFrame;
  changes: readonly ShownRelayChange[];
}) {
  const t = translator(frame.locale);
  const { dateTime } = formats(frame.locale, frame.timeZone);
  if (changes.length === 0) return <p>{t('sending.changes.none')}</p>;
  return (
    <table class="stacked">
      <thead>
        <tr>
          <th scope="col">{t('sending.changes.at')}</th>
          <th scope="col">{t('sending.changes.what')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change, index) => (
          <tr key={index}>
            <th scope="row">
              <time datetime={change.at.toISOString()}>{lastWordsTogether(dateTime(change.at))}</time>
            </th>
            <td>
              {t(said(change, changes.slice(index + 1)), { host: change.host })}
              {change.act === 'set' && (
                <span class="hint when">
                  {t(`sending.security.${change.security}`, { port: String(change.port) })}
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** @param earlier the changes before this one, the newest first */
function said(change: ShownRelayChange, earlier: readonly ShownRelayChange[]): MessageKey {
  const which = change.position === 1 ? 'first' : 'second';
  if (change.act === 'removed') return `sending.changes.removed-${which}`;
  const before = earlier.find(({ position }) => position === change.position);
  return before?.act === 'set' && isSame(before, change)
    ? 'sending.changes.renewed'
    : `sending.changes.set-${which}`;
}

function isSame(one: ShownRelay, other: ShownRelay): boolean {
  return one.host === other.host && one.port === other.port && one.security === other.security;
}

/** So that a date breaks before the hour's word, not after it. */
function lastWordsTogether(text: string): string {
  return text.replace(/ (?=\S+$)/, '\u00a0');
}
