import { type Message, translator } from '../../../platform/i18n/messages.js';
import type { ListState } from '../../../registers/list.entity.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import { type FormErrors, TextField } from '../../pages/field.js';
import { ActButton, Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { type ListAct, staffPaths } from '../../pages/paths.js';
import { StaffLayout } from './staff-layout.js';

export interface ListLifePageProps {
  frame: StaffFrame;
  notice?: Message;
  register: { id: string; name: string };
  list: { id: string; name: string; state: ListState };
  /** Nobody is on it, and nobody is being asked. */
  empty: boolean;
  /** What was typed as the new name, posted as `name`. */
  name?: string;
  errors?: FormErrors<'name'>;
}

/** A list's name, its seasons and its end. */
export function ListLifePage(props: ListLifePageProps) {
  const { frame, notice, register, list, name = list.name, errors = {} } = props;
  const t = translator(frame.locale);
  const title = t('list.life');
  return (
    <StaffLayout frame={frame} title={title} here={{ place: 'lists', register: register.id }} notice={notice}>
      <p class="crumbs">
        <a href={staffPaths.lists(register.id)}>{register.name}</a> /{' '}
        <a href={staffPaths.list(register.id, list.id)}>{list.name}</a>
      </p>
      <h1>{title}</h1>
      <p class="lead">{t('list-life.lead')}</p>
      <ErrorSummary t={t} errors={errors} labels={{ name: t('list-life.name-field') }} />
      <h2>{t('list-life.name')}</h2>
      <Form action={staffPaths.listAct(register.id, list.id, 'rename')} csrf={frame.csrf}>
        <TextField
          t={t}
          name="name"
          label={t('list-life.name-field')}
          hint={t('list-life.name-hint')}
          value={name}
          error={errors.name}
          autocomplete="off"
        />
        <button type="submit" class="button quiet">
          {t('list-life.name-submit')}
        </button>
      </Form>
      <Season {...props} />
      <End {...props} />
      <Deletion {...props} />
    </StaffLayout>
  );
}

function Act(props: ListLifePageProps & { act: ListAct; label: string; kind?: 'primary' | 'quiet' }) {
  const { frame, register, list, act, label, kind = 'quiet' } = props;
  const action = staffPaths.listAct(register.id, list.id, act);
  return <ActButton action={action} csrf={frame.csrf} label={label} kind={kind} />;
}

function Season(props: ListLifePageProps) {
  const t = translator(props.frame.locale);
  const { state } = props.list;
  if (state !== 'open' && state !== 'resting') return null;
  return (
    <section>
      <h2>{t('list-life.season')}</h2>
      <p>{t(state === 'open' ? 'list-life.rest-text' : 'list-life.reopen-text')}</p>
      {state === 'open' ? (
        <Act {...props} act="rest" label={t('list-life.rest')} />
      ) : (
        <Act {...props} act="reopen" label={t('list-life.reopen')} kind="primary" />
      )}
    </section>
  );
}

function End(props: ListLifePageProps) {
  const { frame, register, list } = props;
  const t = translator(frame.locale);
  if (list.state === 'closing' || list.state === 'closed')
    return <p class="note">{t(`list.state.${list.state}`)}</p>;
  return (
    <section>
      <h2>{t('list-life.end')}</h2>
      <p>{t('list-life.end-text')}</p>
      <p>{t(list.state === 'open' ? 'list-life.farewell-text' : 'list-life.farewell-resting')}</p>
      <div class="buttons">
        {list.state === 'open' && <Act {...props} act="farewell" label={t('list-life.farewell')} />}
        <a class="button stop" href={staffPaths.listAct(register.id, list.id, 'close')}>
          {t('list-life.close')}
        </a>
      </div>
    </section>
  );
}

function Deletion({ frame, register, list, empty }: ListLifePageProps) {
  const t = translator(frame.locale);
  const may = list.state === 'closed' || (empty && list.state !== 'closing');
  return (
    <section>
      <h2>{t('list-life.delete')}</h2>
      <p>{t(may ? 'list-life.delete-text' : 'list-life.delete-later')}</p>
      {may && (
        <p>
          <a class="button stop" href={staffPaths.listAct(register.id, list.id, 'delete')}>
            {t('list-life.delete-submit')}
          </a>
        </p>
      )}
    </section>
  );
}
