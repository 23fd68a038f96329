import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { Look } from '../../../staff/look-ups.queries.js';
import type { StaffFrame } from '../../pages/frame.js';

/** Who of us has looked somebody up, and why: so that all of us can see it. */
export function LookTable({ frame, looks }: { frame: StaffFrame; looks: readonly Look[] }) {
  const t = translator(frame.locale);
  const { dateTime } = formats(frame.locale, frame.timeZone);
  return (
    <section class="after">
      <h2>{t('look-up.looks')}</h2>
      <table class="stacked">
        <thead>
          <tr>
            <th scope="col">{t('look-up.looks.reason')}</th>
            <th scope="col">{t('look-up.looks.act')}</th>
            <th scope="col">{t('look-up.looks.who')}</th>
            <th scope="col">{t('look-up.looks.when')}</th>
          </tr>
        </thead>
        <tbody>
          {looks.map(({ id, at, by, register, reason, act }) => (
            <tr key={id}>
              <th scope="row">{reason}</th>
              <td>{t(`look-up.act.${act}`)}</td>
              <td>
                {by}, {register}
              </td>
              <td>{dateTime(at)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
