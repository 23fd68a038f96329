import { translator } from '../../../platform/i18n/messages.js';
import type { SurveyDefinition, SurveyLocale } from '../../../surveys/survey-definition.js';
import type { WideFrame } from '../../pages/frame.js';

const NAMES: Record<SurveyLocale, string> = { nb: 'Bokmål', nn: 'Nynorsk', en: 'English' };

export interface SurveyLanguagesProps {
  frame: WideFrame;
  definition: SurveyDefinition;
  language: SurveyLocale;
  action: string;
}

/** Where there is a choice. Only before anything is typed: choosing opens the page anew. */
export function SurveyLanguages({ frame, definition, language, action }: SurveyLanguagesProps) {
  if (definition.locales.length < 2) return null;
  return (
    <nav class="languages survey-languages" aria-label={translator(frame.locale)('answer-survey.languages')}>
      <ul>
        {definition.locales.map((one) => (
          <li key={one} lang={one}>
            {one === language ? (
              <span aria-current="true">{NAMES[one]}</span>
            ) : (
              <a href={`${action}?lang=${one}`} hreflang={one} rel="nofollow">
                {NAMES[one]}
              </a>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}
