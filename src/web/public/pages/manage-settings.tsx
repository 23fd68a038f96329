import { LOCALES, translator } from '../../../platform/i18n/messages.js';
import { SelectField, TextField } from '../../pages/field.js';
import { ActButton, Form } from '../../pages/form.js';
import { inLanguage } from '../../pages/in-language.js';
import { publicPaths, type ManageAct } from '../../pages/paths.js';
import type { ManageListsProps } from './manage-lists.js';

const MONTHS = ['1', '3', '6'] as const;

/** A pause, the language, the address. */
export function ManageSettings({ frame, token, kept, open }: ManageListsProps) {
  const t = translator(frame.locale);
  const act = (name: ManageAct) => inLanguage(publicPaths.manageAct(token, name), frame.locale);
  const mine = kept.subscriptions.filter(({ state }) => state === 'confirmed' || state === 'paused');
  const paused = mine.some(({ pausedBy }) => pausedBy === 'self');
  const spoken = LOCALES.filter((locale) =>
    mine.some(({ listId }) => open.find(({ id }) => id === listId)?.words[locale]),
  );
  return (
    <>
      {mine.length > 0 && (
        <section class="after" aria-labelledby="pause">
          <h2 id="pause">{t('manage.pause.title')}</h2>
          <p>{t('manage.pause.text')}</p>
          <Form action={act('pause')}>
            <SelectField
              t={t}
              name="months"
              label={t('manage.pause.months')}
              options={MONTHS.map((value) => ({
                value,
                label: t('manage.pause.choice', { count: Number(value) }),
              }))}
            />
            <button type="submit" class="button quiet">
              {t('manage.pause.button')}
            </button>
          </Form>
          {paused && <ActButton action={act('resume')} label={t('manage.pause.end')} kind="quiet" />}
        </section>
      )}
      {spoken.length > 1 && (
        <section class="after" aria-labelledby="language">
          <h2 id="language">{t('manage.language.title')}</h2>
          <p>{t('manage.language.text')}</p>
          <Form action={act('language')}>
            <SelectField
              t={t}
              name="locale"
              label={t('manage.language.label')}
              value={mine[0]?.purpose.locale ?? frame.locale}
              options={spoken.map((value) => ({ value, label: translator(value)('locale.name') }))}
            />
            <button type="submit" class="button quiet">
              {t('manage.language.button')}
            </button>
          </Form>
        </section>
      )}
      <section class="after" aria-labelledby="new-address">
        <h2 id="new-address">{t('manage.new-address.title')}</h2>
        <p>{t('manage.new-address.text')}</p>
        <Form action={act('address')}>
          <TextField
            t={t}
            name="address"
            kind="address"
            label={t('manage.new-address.label')}
            autocomplete="email"
          />
          <button type="submit" class="button quiet">
            {t('manage.new-address.button')}
          </button>
        </Form>
      </section>
    </>
  );
}
