import { translator } from '../../../../platform/i18n/messages.js';
import type { Said, SaidCounts } from '../../../../surveys/look-through.service.js';
import type { StaffFrame } from '../../../pages/frame.js';

export interface SaidSectionProps {
  frame: StaffFrame;
  /** Undefined where too few have written. */
  counts: SaidCounts | undefined;
  said: readonly Said[];
  /** Where they are looked through; null for whoever may not. */
  path: string | null;
}

/** What people wrote, as somebody has cleared it of names. */
export function SaidSection({ frame, counts, said, path }: SaidSectionProps) {
  const t = translator(frame.locale);
  if (!counts) return <p class="note">{t('surveys.said.few')}</p>;
  return (
    <>
      {counts.unread > 0 && (
        <p class="note unprinted">
          {t('surveys.unread.others', { count: counts.unread })}{' '}
          {path !== null && <a href={path}>{t('surveys.look-through')}</a>}
        </p>
      )}
      {counts.unread === 0 && said.length === 0 && <p>{t('surveys.said.none-shown')}</p>}
      <ul class="said">
        {said.map(({ id, words }) => (
          <li key={id}>
            <p class="lines">{words}</p>
            {path !== null && (
              <p class="unprinted">
                <a href={`${path}?one=${id}`}>{t('surveys.said.again')}</a>
              </p>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
