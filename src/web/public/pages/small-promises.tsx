import type { Translate } from '../../../platform/i18n/messages.js';

const PROMISES = ['kept', 'purpose', 'leaving'] as const;

export function SmallPromises({ t }: { t: Translate }) {
  return (
    <ul class="promises">
      {PROMISES.map((promise) => (
        <li key={promise}>
          <strong>{t(`sign-up.promise.${promise}.title`)}</strong>
          <p>{t(`sign-up.promise.${promise}.text`)}</p>
        </li>
      ))}
    </ul>
  );
}
