import { translator } from '../../src/platform/i18n/messages.js';
import type { TestHouse } from './house.js';
import { everybodyHasSecondFactor } from './second-factor.js';

const PATH = '/staff/go-live';

/** From trial to live by its page, with a relay on this machine. Whoever has no second factor is as if they had one. */
export async function goesLive(house: TestHouse, { port }: { port: number }): Promise<void> {
  const answer = await house.staff.submit(PATH, PATH, {
    publicUrl: 'https://post.fjellhallen.no',
    relayHost: '127.0.0.1',
    relayPort: String(port),
    relaySecurity: 'plain-local',
    relayUser: '',
    relayPassword: '',
    word: translator('nb')('go-live.word'),
  });
  if (answer.status !== 303) throw new Error(`go-live: ${answer.status}`);
  await everybodyHasSecondFactor(house);
}
