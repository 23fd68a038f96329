import { MOST_READERS } from '../../../campaigns/test-campaign.service.js';
import type { TestReader } from '../../../campaigns/test-readers.queries.js';
import { translator } from '../../../platform/i18n/messages.js';
import { Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';

export interface TestCampaignProps {
  frame: StaffFrame;
  registerId: string;
  campaignId: string;
  /** Colleagues who may see it. Posted as `to`, repeated. */
  readers: readonly TestReader[];
}

/** Sends a test to colleagues, who are chosen by name; folded until somebody wants to. */
export function TestCampaignForm({ frame, registerId, campaignId, readers }: TestCampaignProps) {
  if (readers.length === 0) return null;
  const t = translator(frame.locale);
  return (
    <details class="after">
      <summary>{t('test.title')}</summary>
      <Form action={staffPaths.campaignAct(registerId, campaignId, 'test')} csrf={frame.csrf}>
        <input type="hidden" name="chosen" value="yes" />
        <fieldset aria-describedby="test-hint">
          <legend>{t('test.who')}</legend>
          {readers.map(({ id, name }) => (
            <div class="choice" key={id}>
              <input type="checkbox" id={`to-${id}`} name="to" value={id} />
              <label for={`to-${id}`}>{name}</label>
            </div>
          ))}
          <p class="hint" id="test-hint">
            {t('test.hint', { most: MOST_READERS })}
          </p>
        </fieldset>
        <button type="submit" class="button quiet">
          {t('test.submit')}
        </button>
      </Form>
    </details>
  );
}
