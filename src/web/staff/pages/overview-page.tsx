import { formats } from '../../../platform/i18n/formats.js';
import { translator, type Message } from '../../../platform/i18n/messages.js';
import { mayDo, maySomewhere } from '../../../staff/policy.js';
import type { StaffFrame } from '../../pages/frame.js';
import { publicPaths, staffPaths } from '../../pages/paths.js';
import { CampaignTable, type CampaignLine } from './campaign-table.js';
import { StaffLayout } from './staff-layout.js';
import { WaitsForMe } from './waits-for-me.js';

export interface OverviewPageProps {
  frame: StaffFrame;
  notice?: Message;
  /** `confirmed` counts subscriptions: somebody on two lists counts twice. */
  registers: readonly { id: string; name: string; lists: number; confirmed: number }[];
  /** The latest, newest first, from every register. */
  campaigns: readonly CampaignLine[];
}

export function OverviewPage({ frame, notice, registers, campaigns }: OverviewPageProps) {
  const t = translator(frame.locale);
  const { number } = formats(frame.locale, frame.timeZone);
  return (
    <StaffLayout frame={frame} title={t('overview.title')} here={{ place: 'overview' }} notice={notice}>
      <h1>{frame.organisation}</h1>
      {frame.member.grants.length === 0 ? (
        <p class="note">{t('overview.no-role')}</p>
      ) : (
        <WaitsForMe frame={frame} />
      )}
      {campaigns.length === 0 && frame.member.grants.length > 0 && (
        <GettingStarted frame={frame} registers={registers} />
      )}
      {registers.length > 0 && (
        <section>
          <h2>{t('overview.registers')}</h2>
          <ul class="registers">
            {registers.map((register) => (
              <li key={register.id}>
                <h3>
                  <a href={staffPaths.register(register.id)}>{register.name}</a>
                </h3>
                <p class="big small">
                  <strong>{number(register.confirmed)}</strong>
                  <span>{t('overview.confirmed', { count: register.confirmed })}</span>
                </p>
                <p class="hint">
                  <a href={staffPaths.lists(register.id)}>{t('overview.lists', { count: register.lists })}</a>
                </p>
              </li>
            ))}
          </ul>
          {mayMake(frame) && (
            <p class="alone">
              <a href={staffPaths.newRegister}>{t('register.new')}</a>
            </p>
          )}
        </section>
      )}
      {campaigns.length > 0 && (
        <section>
          <h2>{t('overview.campaigns')}</h2>
          <CampaignTable frame={frame} campaigns={campaigns} />
        </section>
      )}
      {maySomewhere(frame.member.grants, 'see') && (
        <p class="alone">
          <a href={staffPaths.traffic}>{t('overview.traffic')}</a>
        </p>
      )}
    </StaffLayout>
  );
}

/** Registers and lists are made by administrators. */
function mayMake({ member }: StaffFrame): boolean {
  return mayDo(member.grants, 'make-register');
}

/** The way to a first campaign; each step leads to where it is done. */
function GettingStarted({ frame, registers }: Pick<OverviewPageProps, 'frame' | 'registers'>) {
  const t = translator(frame.locale);
  const [first] = registers;
  const withLists = registers.find(({ lists }) => lists > 0);
  const mine = mayMake(frame) || undefined;
  const writes = maySomewhere(frame.member.grants, 'write-campaign', withLists?.id);
  const steps = [
    { name: 'register', done: first !== undefined, href: mine && staffPaths.newRegister },
    { name: 'list', done: withLists !== undefined, href: mine && first && staffPaths.newList(first.id) },
    { name: 'sign-up', done: registers.some(({ confirmed }) => confirmed > 0), href: publicPaths.front },
    {
      name: 'campaign',
      done: false,
      href: writes ? withLists && staffPaths.newCampaign(withLists.id) : undefined,
    },
  ] as const;
  const next = steps.find(({ done }) => !done);
  return (
    <section aria-labelledby="start">
      <h2 id="start">{t('start.title')}</h2>
      <ol class="start">
        {steps.map((step) => (
          <li key={step.name} class={step.done ? 'done' : step === next ? 'now' : 'later'}>
            <strong>{t(`start.${step.name}.title`)}</strong>
            <p>{t(step.done ? 'start.done' : `start.${step.name}.text`)}</p>
            {step === next && step.href !== undefined && (
              <p>
                <a class="button" href={step.href}>
                  {t(`start.${step.name}.link`)}
                </a>
              </p>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
