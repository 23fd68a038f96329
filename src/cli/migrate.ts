import { readSetting } from '../platform/config/read-secret.js';
import { migrate } from '../platform/database/migrate.js';

/** `jatakk migrate`: with WEB_DATABASE_PASSWORD_FILE and KEEPER_DATABASE_PASSWORD_FILE it also sets the roles' passwords. */
export async function migrateCommand(): Promise<number> {
  const ownerUrl = readSetting(process.env, 'DATABASE_URL');
  if (!ownerUrl) throw new Error('DATABASE_URL or DATABASE_URL_FILE is not set.');
  const web = readSetting(process.env, 'WEB_DATABASE_PASSWORD');
  const keeper = readSetting(process.env, 'KEEPER_DATABASE_PASSWORD');
  await migrate({
    ownerUrl,
    passwords: { ...(web && { web }), ...(keeper && { keeper }) },
    undoSeconds: Number(process.env.UNDO_SECONDS ?? 300),
    trustsProvider: process.env.OIDC_MFA === 'trusted',
    log: (line) => void process.stdout.write(`${line}\n`),
  });
  return 0;
}
