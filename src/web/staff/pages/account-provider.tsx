import { translator } from '../../../platform/i18n/messages.js';
import type { ProviderLink } from '../../../staff/provider/provider-sign-in.service.js';
import { ActButton } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';

export interface AccountProviderProps {
  frame: StaffFrame;
  name: string;
  link: ProviderLink;
}

/** Whether one can come in with the provider, and how to end that. */
export function AccountProvider({ frame, name, link }: AccountProviderProps) {
  const t = translator(frame.locale);
  return (
    <section>
      <h2>{t('account.provider.title', { name })}</h2>
      <p>{t(`account.provider.${link ?? 'none'}`, { name })}</p>
      {link === 'closed' ? (
        <ActButton
          action={staffPaths.reopenProvider}
          csrf={frame.csrf}
          label={t('account.provider.reopen')}
          kind="quiet"
        />
      ) : (
        <ActButton
          action={staffPaths.closeProvider}
          csrf={frame.csrf}
          label={t(link === 'linked' ? 'account.provider.remove' : 'account.provider.close')}
          kind="stop"
        />
      )}
    </section>
  );
}
