import { startKeeper } from '../../src/keeper/start-keeper.js';
import { readKeeperSettings } from '../../src/platform/config/settings.js';
import type { TestHouse } from './house.js';
import { queueOf } from './queue-of.js';

/** A new keeper of the same house, instead of the one it has, whose relay is another server. */
export async function keeperTo(
  house: TestHouse,
  relay: { url: string },
  env: Record<string, string> = {},
): Promise<void> {
  await house.stopKeeper();
  house.keeper = await startKeeper({
    settings: readKeeperSettings({
      PUBLIC_URL: house.url,
      LOG_LEVEL: 'silent',
      POLL_SECONDS: '0.2',
      SKIP_CRASH_WAIT: '1',
      ...queueOf(house.database),
      ...env,
    }),
    databaseUrls: house.database.urls,
    secret: house.keeperSecret,
    trialRelay: relay.url,
  });
}
