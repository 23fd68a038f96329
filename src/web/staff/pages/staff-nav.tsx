import type { ComponentChildren } from 'preact';
import { translator } from '../../../platform/i18n/messages.js';
import { mayDo, maySomewhere } from '../../../staff/policy.js';
import { ActButton } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { LanguageForm } from './language-form.js';
import { rolesIn } from './role-words.js';
import { WaitCount } from './wait-count.js';

/** Which entry of the menu the page stands under. */
export type Here =
  | {
      place:
        | 'overview'
        | 'queue'
        | 'look-up'
        | 'privacy'
        | 'privacy-page'
        | 'new-register'
        | 'members'
        | 'organisation'
        | 'site-messages'
        | 'sending'
        | 'account'
        | 'log'
        | 'traffic';
    }
  | { place: 'register' | 'campaigns' | 'lists' | 'numbers' | 'inbox'; register: string };

interface EntryProps {
  href: string;
  label: string;
  current: boolean;
  /** What stands beside its name. */
  children?: ComponentChildren;
}

function Entry({ href, label, current, children }: EntryProps) {
  return (
    <li>
      <a href={href} aria-current={current ? 'page' : undefined}>
        {label}
        {children}
      </a>
    </li>
  );
}

/** `id` keeps the headings of the two copies (beside and above) apart. */
export function StaffNav({ frame, here, id }: { frame: StaffFrame; here: Here; id: string }) {
  const t = translator(frame.locale);
  const isHere = (place: Here['place'], register?: string) =>
    here.place === place && ('register' in here ? here.register : undefined) === register;
  return (
    <>
      <nav aria-label={t('staff.nav.label')}>
        <ul>
          <Entry href={staffPaths.overview} label={t('staff.nav.overview')} current={isHere('overview')}>
            <WaitCount frame={frame} />
          </Entry>
          {frame.registers.length > 0 && (
            <Entry href={staffPaths.queue} label={t('staff.nav.queue')} current={isHere('queue')} />
          )}
        </ul>
        {frame.registers.map((register, index) => (
          <div key={register.id}>
            <p id={`${id}-${index}`}>
              <a
                href={staffPaths.register(register.id)}
                aria-current={isHere('register', register.id) ? 'page' : undefined}
              >
                {register.name}
              </a>
            </p>
            <ul aria-labelledby={`${id}-${index}`}>
              <Entry
                href={staffPaths.campaigns(register.id)}
                label={t('staff.nav.campaigns')}
                current={isHere('campaigns', register.id)}
              />
              <Entry
                href={staffPaths.lists(register.id)}
                label={t('staff.nav.lists')}
                current={isHere('lists', register.id)}
              />
              <Entry
                href={staffPaths.numbers(register.id)}
                label={t('numbers.title')}
                current={isHere('numbers', register.id)}
              />
              {mayDo(frame.member.grants, 'answer-mail', { registerId: register.id }) && (
                <Entry
                  href={staffPaths.inbox(register.id)}
                  label={t('inbox.title')}
                  current={isHere('inbox', register.id)}
                />
              )}
            </ul>
          </div>
        ))}
        <p id={`${id}-house`}>{t('staff.nav.house')}</p>
        <ul aria-labelledby={`${id}-house`}>
          <Entry href={staffPaths.members} label={t('staff.nav.members')} current={isHere('members')} />
          <Entry
            href={staffPaths.organisation}
            label={t('staff.nav.organisation')}
            current={isHere('organisation')}
          />
          {mayDo(frame.member.grants, 'write-site-message') && (
            <Entry
              href={staffPaths.siteMessages}
              label={t('site-messages.title')}
              current={isHere('site-messages')}
            />
          )}
          {maySomewhere(frame.member.grants, 'see') && (
            <Entry href={staffPaths.traffic} label={t('traffic.title')} current={isHere('traffic')} />
          )}
          {maySomewhere(frame.member.grants, 'look-up') && (
            <Entry href={staffPaths.lookUp} label={t('look-up.title')} current={isHere('look-up')} />
          )}
          {mayDo(frame.member.grants, 'handle-rights') && (
            <Entry
              href={staffPaths.privacyWork}
              label={t('privacy-work.title')}
              current={isHere('privacy')}
            />
          )}
          {mayDo(frame.member.grants, 'account-for-privacy') && (
            <Entry
              href={staffPaths.privacyPage}
              label={t('from-us.title')}
              current={isHere('privacy-page')}
            />
          )}
          {mayDo(frame.member.grants, 'manage-sending') && (
            <Entry href={staffPaths.sending} label={t('staff.nav.sending')} current={isHere('sending')} />
          )}
          {mayDo(frame.member.grants, 'read-log') && (
            <Entry href={staffPaths.log} label={t('staff.nav.log')} current={isHere('log')} />
          )}
        </ul>
      </nav>
      <div class="me">
        <p class="hint">
          <a href={staffPaths.account} aria-current={isHere('account') ? 'page' : undefined}>
            {frame.member.name}
          </a>
          , {rolesIn(frame.locale, frame.member.grants)}
        </p>
        <ActButton action={staffPaths.signOut} csrf={frame.csrf} label={t('staff.sign-out')} kind="quiet" />
        <LanguageForm frame={frame} />
      </div>
    </>
  );
}
