import type { Image } from '../../../campaigns/images/images.queries.js';
import { FONTS } from '../../../campaigns/theme/theme.js';
import { type Message, type Translate, translator } from '../../../platform/i18n/messages.js';
import { readColour } from '../../../platform/rendering/colour.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import { SelectField } from '../../pages/field.js';
import { ActButton, Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { publicPaths, staffPaths } from '../../pages/paths.js';
import type { ThemeErrors, ThemeValues } from '../theme-form.js';
import { StaffLayout } from './staff-layout.js';
import { ThemePreview } from './theme-preview.js';

export interface ThemePageProps {
  frame: StaffFrame;
  notice?: Message;
  register: { id: string; name: string };
  values: ThemeValues;
  errors?: ThemeErrors;
  /** What can be a logo, the newest first. */
  images: readonly Pick<Image, 'id' | 'alt' | 'width' | 'height'>[];
  /** Whether the register has a look of its own. */
  own: boolean;
  /** Campaigns whose approval ends with the look that was approved. */
  approvals: number;
}

/** How what a register sends looks. Without a script the preview is shown by its button. */
export function ThemePage(props: ThemePageProps) {
  const { frame, notice, register, values, errors = {}, images, own, approvals } = props;
  const t = translator(frame.locale);
  const title = t('theme.title');
  const labels = {
    accent: t('theme.accent'),
    night: t('theme.night'),
    font: t('theme.font'),
    logo: t('theme.logo'),
  };
  const live = {
    'hx-post': staffPaths.themeAct(register.id, 'look'),
    'hx-trigger': 'input delay:300ms',
    'hx-target': '#theme-preview',
    'hx-sync': 'this:replace',
  };
  return (
    <StaffLayout
      frame={frame}
      title={title}
      here={{ place: 'register', register: register.id }}
      notice={notice}
    >
      <p class="crumbs">
        <a href={staffPaths.register(register.id)}>{register.name}</a>
      </p>
      <h1>{title}</h1>
      <p class="lead">{t('theme.lead', { register: register.name })}</p>
      <ErrorSummary t={t} errors={errors} labels={labels} />
      <div class="writing dressing">
        <div>
          <Form id="theme" action={staffPaths.theme(register.id)} csrf={frame.csrf}>
            <div {...live}>
              <ColourField
                t={t}
                name="accent"
                label={labels.accent}
                hint={t('theme.accent-hint')}
                {...{ values, errors }}
              />
              <fieldset>
                <legend>{t('theme.nightly')}</legend>
                {(['derived', 'own'] as const).map((way) => (
                  <label key={way} class="start-with">
                    <input type="radio" name="nightly" value={way} checked={values.nightly === way} />
                    <span>{t(`theme.nightly.${way}`)}</span>
                  </label>
                ))}
                <ColourField
                  t={t}
                  name="night"
                  label={labels.night}
                  hint={t('theme.night-hint')}
                  {...{ values, errors }}
                />
              </fieldset>
              <SelectField
                t={t}
                name="font"
                label={labels.font}
                hint={t('theme.font-hint')}
                value={values.font}
                error={errors.font}
                options={FONTS.map((font) => ({ value: font, label: t(`theme.font.${font}`) }))}
              />
              <LogoChoice t={t} values={values} errors={errors} images={images} />
            </div>
            <p>
              <a href={staffPaths.images(register.id)}>{t('theme.logo-add')}</a>
            </p>
            {approvals > 0 && <p class="note">{t('theme.approvals', { count: approvals })}</p>}
            <div class="buttons">
              <button type="submit" class="button">
                {t('theme.save')}
              </button>
              <button
                type="submit"
                class="button quiet"
                formaction={staffPaths.themeAct(register.id, 'look')}
              >
                {t('theme.show')}
              </button>
            </div>
          </Form>
          <p class="hint">{t('theme.keeps')}</p>
          {own && (
            <ActButton
              action={staffPaths.themeAct(register.id, 'take-off')}
              csrf={frame.csrf}
              label={t('theme.take-off')}
              kind="quiet"
            />
          )}
        </div>
        <section aria-labelledby="preview-title">
          <h2 id="preview-title">{t('theme.preview')}</h2>
          <div id="theme-preview" aria-live="polite">
            <ThemePreview locale={frame.locale} registerId={register.id} values={values} />
          </div>
        </section>
      </div>
    </StaffLayout>
  );
}

interface ChoiceProps {
  t: Translate;
  values: ThemeValues;
  errors: ThemeErrors;
}

function ColourField(props: ChoiceProps & { name: 'accent' | 'night'; label: string; hint: string }) {
  const { t, name, label, hint, values, errors } = props;
  const error = errors[name];
  return (
    <div class={error ? 'field wrong' : 'field'}>
      <label for={name}>{label}</label>
      {error && (
        <p class="error" id={`${name}-error`}>
          {t(error.key, error.params)}
        </p>
      )}
      <input
        type="color"
        id={name}
        name={name}
        value={readColour(values[name]) ?? '#000000'}
        autocomplete="off"
        aria-describedby={error ? `${name}-error ${name}-hint` : `${name}-hint`}
        aria-invalid={error ? 'true' : undefined}
      />
      <p class="hint" id={`${name}-hint`}>
        {hint}
      </p>
    </div>
  );
}

function LogoChoice({ t, values, errors, images }: ChoiceProps & Pick<ThemePageProps, 'images'>) {
  return (
    <fieldset id="logo" aria-describedby="logo-hint">
      <legend>{t('theme.logo')}</legend>
      {errors.logo && <p class="error">{t(errors.logo.key, errors.logo.params)}</p>}
      <p class="hint" id="logo-hint">
        {t('theme.logo-hint')}
      </p>
      <div class="logos">
        <label class="start-with">
          <input type="radio" name="logo" value="" checked={values.logo === ''} />
          <span>{t('theme.logo-none')}</span>
        </label>
        {images.map(({ id, alt, width, height }) => (
          <label key={id} class="start-with">
            <input type="radio" name="logo" value={id} checked={values.logo === id} />
            <img src={publicPaths.image(id, 600)} alt={alt} width={width} height={height} loading="lazy" />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
