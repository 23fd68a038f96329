import type { CameBack, SinceSent } from '../../../campaigns/came-back.queries.js';
import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { Frame } from '../../pages/frame.js';
import { returnedSentence } from './came-back-words.js';
import { Swatch } from './progress-bar.js';

export interface CameBackTableProps {
  frame: Pick<Frame, 'locale' | 'timeZone'>;
  since: SinceSent;
}

/**
 * What became known of a campaign's messages after they had been handed over: sentences and numbers, nobody's words. The
 * squares say where each is counted in the table above: a message that somebody complained about has arrived.
 */
export function CameBackTable({ frame, since: { cameBack, complaints } }: CameBackTableProps) {
  if (cameBack.length === 0) return null;
  const t = translator(frame.locale);
  const { number } = formats(frame.locale, frame.timeZone);
  const shown = ({ count }: CameBack) => (count === null ? t('came-back.few') : number(count));
  return (
    <>
      {complaints && (
        <div class={complaints === 'stops' ? 'note stop' : 'note warn'}>
          <p>
            <strong>{t(`came-back.${complaints}`)}</strong> {t(`came-back.${complaints}.text`)}
          </p>
        </div>
      )}
      <table class="counts">
        <thead>
          <tr>
            <th scope="col">
              {t('came-back.title')}
              <span class="hint when">{t('came-back.lead')}</span>
            </th>
            <th scope="col">{t('progress.count')}</th>
          </tr>
        </thead>
        <tbody>
          {cameBack.map((line) => (
            <tr key={`${line.class} ${line.wording}`}>
              <th scope="row">
                <Swatch state={line.class === 'complaint' ? 'accepted' : 'bounced'} />
                {t(returnedSentence(line.wording))}
                <span class="hint when">{t(`came-back.${line.class}`)}</span>
              </th>
              <td>{shown(line)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
