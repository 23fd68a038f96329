import { asOwner } from '../platform/embedded/owner-database.js';
import { findOwner } from './find-owner.js';

const USAGE = 'Usage: jatakk staff reset-factors "<name>" --yes';

/**
 * `jatakk staff reset-factors "<name>" --yes`: for an administrator who is alone and has lost all that they sign in
 * with. Passkeys, authenticator, recovery codes and sessions go; the password stays, and a mail tells of it.
 */
export async function staffCommand([act, ...args]: string[]): Promise<number> {
  const name = args.find((arg) => !arg.startsWith('--'));
  if (act !== 'reset-factors' || name === undefined) throw new Error(USAGE);
  const found = await asOwner(findOwner(process.env).url, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `select s.id from jatakk.staff s where s.name = $1 and s.state = 'active'`,
      [name],
    );
    if (rows.length !== 1) return rows.length;
    if (args.includes('--yes')) await client.query('select jatakk.drop_factors($1)', [rows[0]!.id]);
    return rows.length;
  });
  if (found === 0) throw new Error('Nobody who can sign in goes by that name.');
  if (found > 1) throw new Error('Several go by that name: one of them must change it first.');
  if (!args.includes('--yes')) throw new Error(`This ends every session of theirs. ${USAGE}`);
  process.stdout.write('Done. They sign in with their password, and are told by mail.\n');
  return 0;
}
