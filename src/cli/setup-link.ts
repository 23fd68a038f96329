import { makeSetupPath, readInstallation } from '../platform/embedded/installation.js';
import { asOwner } from '../platform/embedded/owner-database.js';
import { findOwner } from './find-owner.js';

/** `jatakk setup-link`: a new one-time link to set the installation up. An earlier one ends with it. */
export async function setupLinkCommand(): Promise<number> {
  const owner = findOwner(process.env);
  const link = await asOwner(owner.url, async (client) => {
    const path = await makeSetupPath(client);
    const { publicUrl } = await readInstallation(client);
    return path && `${publicUrl ?? owner.publicUrl ?? 'http://localhost:3000'}${path}`;
  });
  if (link === null) throw new Error('Somebody administers this installation already: sign in instead.');
  process.stdout.write(`${link}\n`);
  return 0;
}
