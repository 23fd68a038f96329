import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataFolderId, databasePasswords, openDataFolder } from '../../src/platform/embedded/data-folder.js';
import { LostSecret, openSecrets, secretsFolderPath } from '../../src/platform/embedded/secrets-folder.js';

describe('what an installation keeps', () => {
  let root: string;
  let keys: string;
  beforeEach(() => {
    const folder = mkdtempSync(join(tmpdir(), 'jatakk-test-'));
    root = join(folder, 'data');
    keys = join(folder, 'keys');
  });
  afterEach(() => rmSync(join(root, '..'), { recursive: true }));

  it('is made once and found again', () => {
    const folder = openDataFolder(root);
    const id = dataFolderId(folder);
    const passwords = databasePasswords(folder);
    const secrets = openSecrets(keys, false);
    expect(dataFolderId(openDataFolder(root))).toBe(id);
    expect(databasePasswords(folder)).toEqual(passwords);
    expect(openSecrets(keys, true)).toEqual(secrets);
    expect(Buffer.from(secrets.keeper, 'base64url')).toHaveLength(32);
    expect(new Set([secrets.keeper, secrets.web, secrets.receiver, ...Object.values(passwords)]).size).toBe(
      9,
    );
  });

  it('makes a password for a role that came later, and keeps the others', () => {
    const folder = openDataFolder(root);
    const { survey, ...before } = databasePasswords(folder);
    writeFileSync(folder.passwordsFile, JSON.stringify(before));
    const now = databasePasswords(folder);
    expect(now).toMatchObject(before);
    expect(now.survey).toMatch(/^[\w-]{32}$/);
    expect(now.survey).not.toBe(survey);
    expect(databasePasswords(folder)).toEqual(now);
  });

  it('is readable to its owner alone', () => {
    const folder = openDataFolder(root);
    databasePasswords(folder);
    openSecrets(keys, false);
    const secrets = ['keeper', 'web', 'receiver'].map((name) => join(keys, `${name}.secret`));
    for (const file of [folder.passwordsFile, ...secrets]) {
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
    for (const each of [keys, folder.logs]) expect(statSync(each).mode & 0o777).toBe(0o700);
  });

  it('never gets a second keeper secret', () => {
    expect(() => openSecrets(keys, true)).toThrow(LostSecret);
    expect(() => openSecrets(keys, true)).toThrow(join(keys, 'keeper.secret'));
    expect(statSync(keys, { throwIfNoEntry: false })).toBeUndefined();
    mkdirSync(keys);
    writeFileSync(join(keys, 'keeper.secret'), 'cut sho');
    expect(() => openSecrets(keys, true)).toThrow('32 bytes');
    expect(readFileSync(join(keys, 'keeper.secret'), 'utf8')).toBe('cut sho');
  });

  it('has its keys in a folder of its own, named after the data', () => {
    const id = dataFolderId(openDataFolder(root));
    expect(secretsFolderPath({ XDG_CONFIG_HOME: '/conf' }, id)).toBe(`/conf/jatakk/${id}`);
    expect(secretsFolderPath({ JATAKK_SECRETS: '/kept', XDG_CONFIG_HOME: '/conf' }, id)).toBe('/kept');
    expect(secretsFolderPath({ JATAKK_SECRETS: '/kept' }, undefined)).toBe('/kept');
  });

  it('says what is missing beside a database, and makes no new one', () => {
    const folder = openDataFolder(root);
    mkdirSync(folder.postgres);
    expect(dataFolderId(folder)).toBeUndefined();
    expect(() => secretsFolderPath({}, dataFolderId(folder))).toThrow('missing');
    expect(() => databasePasswords(folder)).toThrow(folder.passwordsFile);
    writeFileSync(folder.passwordsFile, '{"owner":"kept-to-itself"');
    expect(() => databasePasswords(folder)).toThrow(/^(?!.*kept-to-itself).*cannot be read/);
  });
});
