import type { OpenList } from '../../../consent/catalogue.service.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { KeptOfPerson, KeptSubscription } from '../../../subscriptions/preferences/kept-of-person.js';
import { ActButton } from '../../pages/form.js';
import type { PublicFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { publicPaths, type ManageAct } from '../../pages/paths.js';
import { offered } from '../offered.js';
import { dayOf, monthOf } from '../../pages/month.js';

export interface ManageListsProps {
  frame: PublicFrame;
  token: string;
  kept: KeptOfPerson;
  open: readonly OpenList[];
}

/** The lists that somebody is on, each with its way out, and those that they can join. */
export function ManageLists({ frame, token, kept, open }: ManageListsProps) {
  const t = translator(frame.locale);
  const mine = kept.subscriptions.filter(({ state }) => state === 'confirmed' || state === 'paused');
  const others = kept.objected ? [] : open.filter(({ id }) => !mine.some(({ listId }) => listId === id));
  return (
    <>
      <section class="offers" aria-labelledby="mine">
        <h2 id="mine">{t('manage.mine')}</h2>
        {mine.length === 0 && <p>{t('manage.none')}</p>}
        <ul>
          {mine.map((one) => (
            <Mine key={one.id} {...{ frame, token, one }} list={open.find(({ id }) => id === one.listId)} />
          ))}
        </ul>
      </section>
      {others.length > 0 && (
        <section class="offers" aria-labelledby="others">
          <h2 id="others">{t('manage.others')}</h2>
          <ul>
            {others.map((list) => (
              <li key={list.id}>
                <h3>{list.name}</h3>
                <Join {...{ frame, token, list }} label={t('manage.join', { list: list.name })} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

interface MineProps {
  frame: PublicFrame;
  token: string;
  one: KeptSubscription;
  /** The list as it is offered now; none when nobody can join it. */
  list: OpenList | undefined;
}

function Mine({ frame, token, one, list }: MineProps) {
  const t = translator(frame.locale);
  const act = (name: ManageAct) => inLanguage(publicPaths.manageAct(token, name), frame.locale);
  const newer = list && list.purposeVersion > one.purpose.version;
  return (
    <li>
      <h3>{one.list}</h3>
      <p lang={one.purpose.locale}>
        {one.purpose.text} {one.purpose.frequency}
      </p>
      <p class="hint">{t('manage.since', { month: monthOf(one.sinceMonth, frame.locale) })}</p>
      {one.state === 'paused' && (
        <p>
          <strong>
            {one.pausedUntil !== undefined
              ? t('manage.paused-until', { date: dayOf(one.pausedUntil, frame.locale) })
              : t('manage.paused-bounces')}
          </strong>
        </p>
      )}
      {one.answers.length > 0 && (
        <>
          <dl class="facts">
            {one.answers.map(({ asked, answer }) => (
              <div key={asked}>
                <dt>{asked}</dt>
                <dd class="typed">{answer}</dd>
              </div>
            ))}
          </dl>
          <ActButton
            action={act('empty')}
            label={t('manage.empty')}
            kind="quiet"
            fields={{ subscription: one.id }}
          />
        </>
      )}
      {newer && (
        <section class="card">
          <p>{t('manage.newer')}</p>
          <Join {...{ frame, token, list }} label={t('manage.join-newer')} />
        </section>
      )}
      <ActButton
        action={act('leave')}
        label={t('manage.leave', { list: one.list })}
        kind="quiet"
        fields={{ list: one.listId }}
      />
    </li>
  );
}

/** The words as they are now, and the button that says yes to them. */
function Join({
  frame,
  token,
  list,
  label,
}: {
  frame: PublicFrame;
  token: string;
  list: OpenList;
  label: string;
}) {
  const words = offered(list, frame.locale);
  return (
    <>
      <p lang={words.locale}>
        {words.purpose} {words.frequency}
      </p>
      <ActButton
        action={inLanguage(publicPaths.manageAct(token, 'join'), frame.locale)}
        label={label}
        kind="quiet"
        fields={{
          list: list.id,
          version: String(list.purposeVersion),
          revision: String(list.purposeRevision),
        }}
      />
    </>
  );
}
