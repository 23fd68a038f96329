import { formats } from '../../../platform/i18n/formats.js';
import { translator, type MessageKey } from '../../../platform/i18n/messages.js';
import type { Receipt } from '../../../subscriptions/receipts/receipt.js';
import type { ReceiptFindings } from '../../../subscriptions/receipts/verify-receipt.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import { TextArea, TextField, type FormErrors } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { PublicFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { publicPaths } from '../../pages/paths.js';
import { PublicLayout } from '../../pages/public-layout.js';
import { RecordFacts } from '../../pages/record-facts.js';

/** Whether the receipt's logs are ones that this house publishes; `unasked`: the database did not answer. */
export type KnownKeys = 'ours' | 'others' | 'unasked';

export interface VerifyReceiptPageProps {
  frame: PublicFrame;
  values?: { receipt: string; address: string };
  errors?: FormErrors<'receipt' | 'address'>;
  checked?: { receipt: Receipt; findings: ReceiptFindings; keys: KnownKeys };
}

/** Checks a receipt that anybody brings. Nothing of it is stored. */
export function VerifyReceiptPage({ frame, values, errors = {}, checked }: VerifyReceiptPageProps) {
  const t = translator(frame.locale);
  const verdict = checked && verdictOf(checked);
  const title = verdict ? t(`verify.${verdict}.title`) : t('verify.title');
  return (
    <PublicLayout frame={frame} title={title}>
      <div role={checked ? 'status' : undefined}>
        <h1>{title}</h1>
        <p class="lead">{verdict ? t(`verify.${verdict}.lead`) : t('verify.lead')}</p>
      </div>
      {checked && <Findings frame={frame} {...checked} />}
      <ErrorSummary t={t} errors={errors} />
      {checked && <h2>{t('verify.another')}</h2>}
      <Form action={inLanguage(publicPaths.verifyReceipt, frame.locale)}>
        <TextArea
          t={t}
          name="receipt"
          label={t('verify.receipt')}
          hint={t('verify.receipt-hint')}
          rows={8}
          value={values?.receipt}
          error={errors.receipt}
        />
        <TextField
          t={t}
          name="address"
          kind="address"
          label={t('verify.address')}
          hint={t('verify.address-hint')}
          value={values?.address}
          error={errors.address}
          autocomplete="email"
          required={false}
        />
        <button type="submit" class="button">
          {t('verify.button')}
        </button>
      </Form>
    </PublicLayout>
  );
}

function verdictOf({ findings, keys }: NonNullable<VerifyReceiptPageProps['checked']>) {
  if (!findings.holds || findings.address === 'other') return 'fails' as const;
  return keys === 'ours' ? ('holds' as const) : ('holds-alone' as const);
}

function Findings({
  frame,
  receipt,
  findings,
  keys,
}: { frame: PublicFrame } & NonNullable<VerifyReceiptPageProps['checked']>) {
  const t = translator(frame.locale);
  const lines: [ok: boolean, MessageKey][] = [
    [findings.words, findings.words ? 'verify.words.ok' : 'verify.words.wrong'],
    [findings.promised, findings.promised ? 'verify.promise.ok' : 'verify.promise.wrong'],
    [findings.place !== 'wrong', `verify.place.${findings.place}`],
    [keys === 'ours', `verify.keys.${keys}`],
  ];
  if (findings.address !== 'not-asked')
    lines.push([findings.address === 'same', `verify.address.${findings.address}`]);
  return (
    <section class="card">
      <h2 class="small">{t('verify.found')}</h2>
      <ul class="checks">
        {lines.map(([ok, key]) => (
          <li key={key} class={ok ? 'ok' : 'missing'}>
            <div>
              <span class="unseen">{t(ok ? 'ready.ok' : 'verify.wrong')}: </span>
              {t(key)}
            </div>
          </li>
        ))}
      </ul>
      <h2 class="small">{t('verify.says', { organisation: receipt.organisation })}</h2>
      <RecordFacts
        t={t}
        formats={formats(frame.locale, frame.timeZone)}
        record={receipt.record}
        words={receipt.words}
      />
    </section>
  );
}
