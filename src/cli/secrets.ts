import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { roleName, RUNTIME_ROLES } from '../platform/database/runtime-roles.js';

/**
 * `jatakk secrets [folder]`: makes the secrets that docker-compose.yml names, those that are missing, each in a file
 * of its own. A container that is given one reads it as whatever user it runs as, so the files are open and the
 * folder is closed: nobody else on the machine gets to them.
 */
export async function secretsCommand([folder = 'secrets']: string[]): Promise<number> {
  const root = resolve(folder);
  mkdirSync(root, { recursive: true, mode: 0o700 });
  chmodSync(root, 0o700);
  let made = 0;
  const keep = (name: string, value: string): string => {
    const file = join(root, name);
    try {
      writeFileSync(file, `${value}\n`, { flag: 'wx', mode: 0o444 });
      made += 1;
      return value;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      return readFileSync(file, 'utf8').trim();
    }
  };
  const password = (name: string) => keep(name, randomBytes(24).toString('base64url'));
  const url = (role: string, secret: string) =>
    `postgres://${role}:${encodeURIComponent(secret)}@postgres:5432/jatakk`;

  password('postgres_password');
  keep('owner_database_url', url('jatakk_owner', password('owner_database_password')));
  for (const role of RUNTIME_ROLES)
    keep(`${role}_database_url`, url(roleName(role), password(`${role}_database_password`)));
  keep('web_secret', randomBytes(32).toString('base64url'));
  keep('receiver_secret', randomBytes(32).toString('base64url'));
  keep('keeper_secret', randomBytes(32).toString('base64url'));

  process.stdout.write(
    `${made === 0 ? 'All secrets were there already' : `Made ${made} secrets`} in ${root}.\n` +
      'Keep a copy of keeper_secret apart from the database: without it nobody can ever open an address again.\n',
  );
  return 0;
}
