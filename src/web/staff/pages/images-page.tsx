import type { Image } from '../../../campaigns/images/images.queries.js';
import { translator, type Message } from '../../../platform/i18n/messages.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import { FileField, type FormErrors, TextArea } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { publicPaths, staffPaths } from '../../pages/paths.js';
import { StaffLayout } from './staff-layout.js';

/** The one that every browser may turn a picture of its telephone's into comes first. */
const ACCEPTED = 'image/jpeg,image/png,image/webp,image/gif';

export interface ImagesPageProps {
  frame: StaffFrame;
  notice?: Message;
  register: { id: string; name: string };
  /** Of this page, the newest first. */
  images: readonly Image[];
  /** From 1. */
  page: number;
  pages: number;
  values?: { alt: string };
  errors?: FormErrors<'file' | 'alt'>;
}

export function ImagesPage(props: ImagesPageProps) {
  const { frame, notice, register, images, page, values, errors = {} } = props;
  const t = translator(frame.locale);
  const title = t('images.title');
  const labels = { file: t('images.file'), alt: t('images.alt') };
  return (
    <StaffLayout
      frame={frame}
      title={title}
      here={{ place: 'campaigns', register: register.id }}
      notice={notice}
    >
      <p class="crumbs">
        <a href={staffPaths.campaigns(register.id)}>{register.name}</a>
      </p>
      <h1>{title}</h1>
      <p class="lead">{t('images.lead')}</p>
      <section class="card">
        <h2>{t('images.add')}</h2>
        <ErrorSummary t={t} errors={errors} labels={labels} />
        <Form action={staffPaths.images(register.id)} csrf={frame.csrf} withFile>
          <TextArea
            t={t}
            name="alt"
            label={labels.alt}
            hint={t('images.alt-hint')}
            value={values?.alt}
            error={errors.alt}
            rows={2}
          />
          <FileField
            t={t}
            name="file"
            label={labels.file}
            hint={t('images.file-hint')}
            error={errors.file}
            accept={ACCEPTED}
          />
          <button type="submit" class="button">
            {t('images.submit')}
          </button>
        </Form>
      </section>
      {images.length === 0 && page === 1 && <p class="note">{t('images.none')}</p>}
      {images.length > 0 && <h2>{t('images.all', { register: register.name })}</h2>}
      <ul class="images">
        {images.map((image) => (
          <li key={image.id}>
            <a href={staffPaths.image(register.id, image.id)}>
              <img
                src={publicPaths.image(image.id, 600)}
                alt=""
                width={image.width}
                height={image.height}
                loading="lazy"
                decoding="async"
              />
              <span>{image.alt}</span>
            </a>
          </li>
        ))}
      </ul>
      <Pages {...props} />
    </StaffLayout>
  );
}

function Pages({ frame, register, page, pages }: ImagesPageProps) {
  const t = translator(frame.locale);
  if (pages === 1) return null;
  const to = (other: number) => `${staffPaths.images(register.id)}?page=${other}`;
  return (
    <nav class="buttons" aria-label={t('images.pages')}>
      {page > 1 && (
        <a class="button quiet" href={to(page - 1)}>
          {t('images.newer')}
        </a>
      )}
      <span>{t('images.page', { page, pages })}</span>
      {page < pages && (
        <a class="button quiet" href={to(page + 1)}>
          {t('images.older')}
        </a>
      )}
    </nav>
  );
}
