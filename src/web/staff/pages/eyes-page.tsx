import { type Message, translator } from '../../../platform/i18n/messages.js';
import type { Eyes } from '../../../registers/list.entity.js';
import { TextArea } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { StaffLayout } from './staff-layout.js';

export interface EyesPageProps {
  frame: StaffFrame;
  notice?: Message;
  register: { id: string; name: string };
  list: { id: string; name: string; eyes: Eyes };
  /** A proposal that one is enough, which waits for a second person. */
  waiting: { id: string } | null;
  /** There is nobody else who could be the second person. */
  alone: boolean;
  error?: Message | undefined;
}

/** Who must say yes before anything is sent to a list, and changing it. */
export function EyesPage({ frame, notice, register, list, waiting, alone, error }: EyesPageProps) {
  const t = translator(frame.locale);
  const title = t('eyes.title');
  return (
    <StaffLayout frame={frame} title={title} here={{ place: 'lists', register: register.id }} notice={notice}>
      <p class="crumbs">
        <a href={staffPaths.lists(register.id)}>{register.name}</a> /{' '}
        <a href={staffPaths.list(register.id, list.id)}>{list.name}</a>
      </p>
      <h1>{title}</h1>
      <p class="lead">{t(`eyes.now.${list.eyes}`)}</p>
      <p>{t(`eyes.choice.${list.eyes}-hint`)}</p>
      {alone && list.eyes === 2 && <p class="note">{t('eyes.nobody')}</p>}
      {waiting ? (
        <p class="note">
          {t('eyes.waits')}{' '}
          <a href={staffPaths.eyesProposal(register.id, list.id, waiting.id)}>{t('list.waits-link')}</a>
        </p>
      ) : (
        <section>
          <h2>{t(`eyes.change.${list.eyes}`)}</h2>
          <p>{t(`eyes.change.${list.eyes}-text`)}</p>
          <Form action={staffPaths.eyes(register.id, list.id)} csrf={frame.csrf}>
            {list.eyes === 2 && (
              <TextArea
                t={t}
                name="why"
                label={t('eyes.why')}
                hint={t('eyes.why-hint')}
                rows={2}
                error={error}
              />
            )}
            <button type="submit" class={list.eyes === 1 ? 'button' : 'button quiet'}>
              {t(`eyes.change.${list.eyes}-submit`)}
            </button>
          </Form>
        </section>
      )}
    </StaffLayout>
  );
}
