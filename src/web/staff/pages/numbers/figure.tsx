import { formats } from '../../../../platform/i18n/formats.js';
import { translator } from '../../../../platform/i18n/messages.js';
import { LEAST_SHOWN } from '../../../../subscriptions/periods.js';
import type { Frame } from '../../../pages/frame.js';

export interface FigureProps {
  frame: Pick<Frame, 'locale' | 'timeZone'>;
  count: number;
}

/** A number, or that it is under five: then it is counted where it has become five. */
export function Figure({ frame, count }: FigureProps) {
  return count < LEAST_SHOWN ? (
    <span class="hint">{translator(frame.locale)('numbers.few')}</span>
  ) : (
    <>{formats(frame.locale, frame.timeZone).number(count)}</>
  );
}
