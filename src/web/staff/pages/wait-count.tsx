import { translator } from '../../../platform/i18n/messages.js';
import type { StaffFrame } from '../../pages/frame.js';

/** How many things wait for whoever looks, beside the way to them; a sentence where it is read aloud. */
export function WaitCount({ frame }: { frame: Pick<StaffFrame, 'locale' | 'waits'> }) {
  const count = frame.waits.length;
  if (count === 0) return null;
  return (
    <>
      <span class="count" aria-hidden="true">
        {count}
      </span>
      <span class="unseen">. {translator(frame.locale)('waits.count', { count })}</span>
    </>
  );
}
