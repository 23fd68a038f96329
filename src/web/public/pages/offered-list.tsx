import type { Translate } from '../../../platform/i18n/messages.js';

/** A list as the public sees it, its texts already in the reader's language. */
export interface OfferedList {
  slug: string;
  name: string;
  purpose: string;
  /** A phrase such as «Omtrent én gang i måneden». */
  frequency: string;
  /** Whoever confirms is sent a welcome. */
  welcomes?: boolean;
  senderName: string;
  senderAddress: string;
  /** What may be answered beside the address. */
  asks?: readonly OfferedQuestion[];
}

export interface OfferedQuestion {
  id: string;
  label: string;
  why: string;
}

/** The list whose sender stands for all, where they have the same. */
export function sharedSender(lists: readonly OfferedList[]): OfferedList | undefined {
  const [first] = lists;
  const same = lists.every(
    (list) => list.senderName === first?.senderName && list.senderAddress === first.senderAddress,
  );
  return same ? first : undefined;
}

export interface ListTermsProps {
  t: Translate;
  list: OfferedList;
  id: string;
  /** False where the sender is the same for several lists and said once for them all. */
  sender?: boolean;
}

/** What somebody says yes to: the purpose, how often, and from whom. */
export function ListTerms({ t, list, id, sender = true }: ListTermsProps) {
  return (
    <div class="terms" id={id}>
      <p>{list.purpose}</p>
      {list.welcomes && <p>{t('sign-up.welcome')}</p>}
      <dl>
        <div>
          <dt>{t('sign-up.frequency')}</dt> <dd>{list.frequency}</dd>
        </div>
        {sender && <SenderTerm t={t} list={list} />}
      </dl>
    </div>
  );
}

export function SenderTerm({ t, list }: { t: Translate; list: OfferedList }) {
  return (
    <div>
      <dt>{t('sign-up.sender')}</dt>{' '}
      <dd>{t('sign-up.sender-value', { name: list.senderName, address: list.senderAddress })}</dd>
    </div>
  );
}
