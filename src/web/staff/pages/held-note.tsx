import { translator } from '../../../platform/i18n/messages.js';
import { mayDo } from '../../../staff/policy.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { domainOf, type HeldWords, heldWords } from './held-words.js';

export type ReaderOfHeld = Pick<StaffFrame, 'locale' | 'member'>;

export interface HeldNoteProps {
  frame: ReaderOfHeld;
  /** The code, as it was written down; null where none was. */
  why: string | null;
  /** The address that the campaign is from. */
  sender: string;
  /** False while no delivery has been made. */
  begun?: boolean;
}

/** What hinders a campaign: what happened, what it means for the readers, what to do, and the code for the operator. */
export function HeldNote({ frame, why, sender, begun = true }: HeldNoteProps) {
  const t = translator(frame.locale);
  const words = heldWords(why, { begun });
  return (
    <div class="note warn">
      <p>
        <strong>{t(words.what, { domain: domainOf(sender) })}</strong> {t(words.readers)}
      </p>
      <Remedy frame={frame} words={words} />
      {why !== null && (
        <p class="hint">
          {t('held.code')} <code>{why}</code>
        </p>
      )}
    </div>
  );
}

/** What to do about it; with a link for those who may follow it. */
export function Remedy({ frame, words }: { frame: ReaderOfHeld; words: HeldWords }) {
  const t = translator(frame.locale);
  const { remedy, see } = words;
  return (
    <p>
      {t(remedy)}
      {see && mayDo(frame.member.grants, 'manage-sending') && (
        <>
          {' '}
          <a href={staffPaths[see]}>{t(`held.see.${see}`)}</a>
        </>
      )}
    </p>
  );
}
