import { readSetting } from '../platform/config/read-secret.js';
import { migrate } from '../platform/database/migrate.js';
import { passwordSetting, perRole } from '../platform/database/runtime-roles.js';

/** `jatakk migrate`: with WEB_DATABASE_PASSWORD_FILE and its like for the other roles it also sets their passwords. */
export async function migrateCommand(): Promise<number> {
  const ownerUrl = readSetting(process.env, 'DATABASE_URL');
  if (!ownerUrl) throw new Error('DATABASE_URL or DATABASE_URL_FILE is not set.');
  await migrate({
    ownerUrl,
    passwords: perRole((role) => readSetting(process.env, passwordSetting(role))),
    undoSeconds: Number(process.env.UNDO_SECONDS ?? 300),
    trustsProvider: process.env.OIDC_MFA === 'trusted',
    log: (line) => void process.stdout.write(`${line}\n`),
  });
  return 0;
}
