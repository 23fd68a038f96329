import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { Frame } from '../../pages/frame.js';
import { failureLines, type ShownFailureClass } from './failure-words.js';
import { Swatch } from './progress-bar.js';

/** Of more than these nobody learns anything. */
const CODES_SHOWN = 5;

export interface FailureTableProps {
  frame: Pick<Frame, 'locale' | 'timeZone'>;
  failures: readonly ShownFailureClass[];
}

/** Why messages were refused or given up: reasons and numbers, and the servers' codes for the operator. */
export function FailureTable({ frame, failures }: FailureTableProps) {
  const lines = failureLines(failures);
  if (lines.length === 0) return null;
  const t = translator(frame.locale);
  const { number } = formats(frame.locale, frame.timeZone);
  return (
    <table class="counts">
      <thead>
        <tr>
          <th scope="col">{t('failures.reason')}</th>
          <th scope="col">{t('progress.count')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ state, name, text, count, codes }) => (
          <tr key={`${state} ${name}`}>
            <th scope="row">
              <Swatch state={state} />
              {t(name)}
              <span class="hint when">
                {t(text)}{' '}
                {codes.slice(0, CODES_SHOWN).map((code, index) => (
                  <>
                    {index > 0 && ', '}
                    <code>{code}</code>
                  </>
                ))}
                {codes.length > CODES_SHOWN && ' …'}
              </span>
            </th>
            <td>{number(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
