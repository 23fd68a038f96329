import { formats, noonOf } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import { armour } from '../../../subscriptions/receipts/armour.js';
import type { Receipt } from '../../../subscriptions/receipts/receipt.js';
import type { PublicFrame } from '../../pages/frame.js';
import { RecordFacts } from '../../pages/record-facts.js';

/** One receipt: in words, and as the block that is kept. `id` keeps the blocks of several apart. */
export function ReceiptCard({ frame, receipt, id }: { frame: PublicFrame; receipt: Receipt; id: string }) {
  const t = translator(frame.locale);
  const { record, words, promise, place } = receipt;
  const shown = formats(frame.locale, frame.timeZone);
  const block = armour(receipt);
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>{record.list.name}</h2>
      <RecordFacts t={t} formats={shown} record={record} words={words} />
      <p>
        {place
          ? t('receipt.place', {
              index: shown.number(place.index + 1),
              size: shown.number(place.head.size),
              date: shown.date(noonOf(place.head.date)),
            })
          : t('receipt.promise', { at: shown.dateTime(new Date(promise.at)) })}
      </p>
      <div class="field wide">
        <label for={`${id}-block`}>{t('receipt.block')}</label>
        <textarea
          id={`${id}-block`}
          class="code"
          rows={8}
          readonly
          spellcheck={false}
          aria-describedby={`${id}-hint`}
        >
          {block}
        </textarea>
        <p class="hint" id={`${id}-hint`}>
          {t('receipt.block-hint')}
        </p>
      </div>
    </section>
  );
}
