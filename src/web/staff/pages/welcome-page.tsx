import type { ListWelcome } from '../../../campaigns/welcome.queries.js';
import { type Message, translator } from '../../../platform/i18n/messages.js';
import { mayDo } from '../../../staff/policy.js';
import { ActButton } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { domainOf, heldWords } from './held-words.js';
import { StaffLayout } from './staff-layout.js';

export interface WelcomePageProps {
  frame: StaffFrame;
  notice?: Message;
  register: { id: string; name: string };
  list: { id: string; name: string; senderAddress: string };
  welcome: ListWelcome;
}

/** What whoever has confirmed is sent: the welcome that is on, those being written, and the way to both. */
export function WelcomePage({ frame, notice, register, list, welcome }: WelcomePageProps) {
  const t = translator(frame.locale);
  const title = t('welcome.title');
  const { on, drafts } = welcome;
  const place = { registerId: register.id, listId: list.id };
  const { grants } = frame.member;
  return (
    <StaffLayout frame={frame} title={title} here={{ place: 'lists', register: register.id }} notice={notice}>
      <p class="crumbs">
        <a href={staffPaths.lists(register.id)}>{register.name}</a> /{' '}
        <a href={staffPaths.list(register.id, list.id)}>{list.name}</a>
      </p>
      <h1>{title}</h1>
      <p class="lead">{t(on ? 'welcome.on' : 'welcome.off')}</p>
      {on && (
        <p>
          <a href={staffPaths.campaign(register.id, on.id)}>{on.subject}</a>
        </p>
      )}
      {on?.why && (
        <p class="note warn">
          {t('welcome.stands')} {t(heldWords(on.why).what, { domain: domainOf(list.senderAddress) })}
        </p>
      )}
      <p>{t('welcome.what')}</p>
      <p>{t('welcome.how')}</p>
      {drafts.length > 0 && (
        <section>
          <h2>{t('welcome.drafts')}</h2>
          <ul>
            {drafts.map(({ id, subject }) => (
              <li key={id}>
                <a href={staffPaths.campaign(register.id, id)}>{subject || t('edit.preview.no-subject')}</a>
              </li>
            ))}
          </ul>
        </section>
      )}
      <div class="buttons">
        {mayDo(grants, 'manage-list', place) && (
          <ActButton
            action={staffPaths.welcome(register.id, list.id)}
            csrf={frame.csrf}
            label={t(on ? 'welcome.write-another' : 'welcome.write')}
            kind={on ? 'quiet' : 'primary'}
          />
        )}
        {on && mayDo(grants, 'stop-campaign', place) && (
          <ActButton
            action={staffPaths.endWelcome(register.id, list.id)}
            csrf={frame.csrf}
            label={t('welcome.end')}
            kind="stop"
          />
        )}
      </div>
    </StaffLayout>
  );
}
