import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { LogLine } from '../../../staff/audit/search-log.queries.js';
import type { StaffFrame } from '../../pages/frame.js';
import { nothingWords, sentenceOf } from './log-words.js';

/** The lines under the days on which they were written, both newest first. */
export function LogDays({ frame, lines }: { frame: StaffFrame; lines: readonly LogLine[] }) {
  const { date } = formats(frame.locale, frame.timeZone);
  const days = new Map<string, LogLine[]>();
  for (const line of lines) days.set(date(line.at), [...(days.get(date(line.at)) ?? []), line]);
  return (
    <>
      {[...days].map(([day, own]) => (
        <section key={day}>
          <h3>{day}</h3>
          <ul class="log">
            {own.map((line) => (
              <Line key={line.number} frame={frame} line={line} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function Line({ frame, line }: { frame: StaffFrame; line: LogLine }) {
  const t = translator(frame.locale);
  const { time, number } = formats(frame.locale, frame.timeZone);
  return (
    <li>
      <time datetime={line.at.toISOString()}>{time(line.at)}</time>
      <div>
        <p>{sentenceOf(line, t)}</p>
        {line.nothing !== null && <p class="nothing">{nothingWords(line.nothing, t)}</p>}
      </div>
      <span class="hint">{t('log.line', { number: number(line.number) })}</span>
    </li>
  );
}
