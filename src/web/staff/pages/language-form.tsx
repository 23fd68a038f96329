import { LOCALES, translator } from '../../../platform/i18n/messages.js';
import { Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';

/**
 * The language the member works in, remembered with the account. Posts `locale`, and `back`: the page to show again.
 * Not on a page that answers a form, where choosing would lose what was typed.
 */
export function LanguageForm({ frame }: { frame: StaffFrame }) {
  const { path } = frame;
  if (path === null) return null;
  return (
    <Form action={staffPaths.language} csrf={frame.csrf} class="languages">
      <input type="hidden" name="back" value={path} />
      <ul aria-label={translator(frame.locale)('layout.languages')}>
        {LOCALES.map((locale) => (
          <li key={locale} lang={locale}>
            {locale === frame.locale ? (
              <span aria-current="true">{translator(locale)('locale.name')}</span>
            ) : (
              <button type="submit" name="locale" value={locale} class="link">
                {translator(locale)('locale.name')}
              </button>
            )}
          </li>
        ))}
      </ul>
    </Form>
  );
}
