import { translator } from '../../../platform/i18n/messages.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';

export interface ProposeChangeProps {
  frame: StaffFrame;
  /** A proposal that waits for a second person. */
  waiting: { id: string } | null;
  /** Nobody else here could be the second person. */
  alone: boolean;
  /** There is a second relay, which takes over. */
  second: boolean;
}

/** How a relay is changed, and the way there: a proposal that waits, the forms, or what whoever is alone does. */
export function ProposeChange({ frame, waiting, alone, second }: ProposeChangeProps) {
  const t = translator(frame.locale);
  const shell = (
    <>
      {t('sending.changes.command')} <code>jatakk relay</code>
    </>
  );
  if (waiting)
    return (
      <p class="note">
        {t('sending.changes.waits')}{' '}
        <a href={staffPaths.relayProposal(waiting.id)}>{t('waits.proposal.link')}</a>
      </p>
    );
  if (alone)
    return (
      <>
        <p>{t('sending.changes.how')}</p>
        <p class="note">
          {t('sending.changes.nobody')} {shell}
        </p>
      </>
    );
  return (
    <>
      <p>{t('sending.changes.how')}</p>
      <div class="buttons">
        <a class="button quiet" href={staffPaths.proposeRelay(1)}>
          {t('sending.changes.propose-first')}
        </a>
        <a class="button quiet" href={staffPaths.proposeRelay(2)}>
          {t(second ? 'sending.changes.propose-second' : 'sending.changes.add-second')}
        </a>
        {second && (
          <a class="button quiet" href={staffPaths.proposeRelayRemoval}>
            {t('sending.changes.propose-removal')}
          </a>
        )}
      </div>
      <p class="hint">{shell}</p>
    </>
  );
}
