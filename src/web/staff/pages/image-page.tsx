import type { KeptImage } from '../../../campaigns/images/images.queries.js';
import { formats } from '../../../platform/i18n/formats.js';
import { translator, type Message } from '../../../platform/i18n/messages.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import { TextArea } from '../../pages/field.js';
import { ActButton, Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { publicPaths, staffPaths } from '../../pages/paths.js';
import { StaffLayout } from './staff-layout.js';

export interface ImagePageProps {
  frame: StaffFrame;
  notice?: Message;
  register: { id: string; name: string };
  image: KeptImage;
  /** As it was typed, where it would not do. */
  alt?: string;
  error?: Message;
}

export function ImagePage({ frame, notice, register, image, alt, error }: ImagePageProps) {
  const t = translator(frame.locale);
  const { date } = formats(frame.locale, frame.timeZone);
  const label = t('images.alt');
  const act = (name: 'describe' | 'remove') => staffPaths.imageAct(register.id, image.id, name);
  return (
    <StaffLayout
      frame={frame}
      title={t('images.one')}
      here={{ place: 'campaigns', register: register.id }}
      notice={notice}
    >
      <p class="crumbs">
        <a href={staffPaths.images(register.id)}>{t('images.title')}</a>
      </p>
      <h1>{t('images.one')}</h1>
      <p class="image">
        <img
          src={publicPaths.image(image.id, 1200)}
          alt={image.alt}
          width={image.width}
          height={image.height}
        />
      </p>
      <ErrorSummary t={t} errors={error && { alt: error }} />
      <Form action={act('describe')} csrf={frame.csrf}>
        <TextArea
          t={t}
          name="alt"
          label={label}
          hint={t('images.alt-change-hint')}
          value={alt ?? image.alt}
          error={error}
          rows={2}
        />
        <button type="submit" class="button">
          {t('images.save')}
        </button>
      </Form>
      <h2>{t('images.facts')}</h2>
      <dl class="facts">
        <div>
          <dt>{t('images.size')}</dt>
          <dd>{t('images.pixels', { width: image.width, height: image.height })}</dd>
        </div>
        <div>
          <dt>{t('images.made')}</dt>
          <dd>{date(image.madeAt)}</dd>
        </div>
        <div>
          <dt>{t('images.used')}</dt>
          <dd>{t('images.used-by', { held: image.held, drafts: image.drafts })}</dd>
        </div>
      </dl>
      {image.held > 0 || image.logo ? (
        <p class="note">{t(image.logo ? 'images.is-logo' : 'images.stays')}</p>
      ) : (
        <>
          <p class="hint">{t(image.drafts > 0 ? 'images.remove-from-drafts' : 'images.remove-hint')}</p>
          <ActButton action={act('remove')} csrf={frame.csrf} label={t('images.remove')} kind="stop" />
        </>
      )}
    </StaffLayout>
  );
}
