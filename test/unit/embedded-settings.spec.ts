import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import {
  childEnvironment,
  readHouseSettings,
  urlForRole,
} from '../../src/platform/embedded/house-settings.js';
import { requireFreePort } from '../../src/platform/embedded/ports.js';

describe('what npm start is told', () => {
  it('has a default for everything', () => {
    expect(readHouseSettings({}, '/house')).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      publicUrl: undefined,
      dataPath: '/house/data',
      databaseUrl: undefined,
      undoSeconds: 300,
    });
  });

  it.each([
    [{ PORT: '0' }, 'PORT'],
    [{ PORT: 'eighty' }, 'PORT'],
    [{ UNDO_SECONDS: '-1' }, 'UNDO_SECONDS'],
    [{ DATABASE_URL: 'mysql://root@localhost/x' }, 'DATABASE_URL'],
  ])('refuses %j in a sentence that names the setting', (env, name) => {
    expect(() => readHouseSettings(env, '/house')).toThrow(name);
  });

  it('hands on settings and no secret', () => {
    const secret = 'sesame';
    const names = [
      'DATABASE_URL',
      'WEB_DATABASE_URL',
      'KEEPER_DATABASE_URL',
      'RECEIVER_DATABASE_URL',
      'SURVEY_DATABASE_URL',
      'TRAFFIC_DATABASE_URL',
      'KEEPER_SECRET',
      'RECEIVER_SECRET',
      'IMAP_PASSWORD',
      'PGPASSWORD',
      'AWS_SECRET_ACCESS_KEY',
      'JATAKK_SECRETS',
      'npm_config__auth',
    ];
    const env = {
      ...Object.fromEntries(names.map((name) => [name, secret])),
      PATH: '/bin',
      TZ: 'UTC',
      JATAKK_X: '1',
    };
    expect(childEnvironment(env, 3001, 'https://ja.example')).toEqual({
      PATH: '/bin',
      TZ: 'UTC',
      JATAKK_X: '1',
      PORT: '3001',
      PUBLIC_URL: 'https://ja.example',
    });
  });

  it.each([
    ['postgres://own:pw@db.example:5433/ja?sslmode=disable', 'db.example', 5433],
    ['postgresql://db.example/ja', 'db.example', 5432],
    ['postgres://own:p%40w@/ja?host=%2Ftmp%2Fjatakk-a&port=5432', '/tmp/jatakk-a', 5432],
  ])('makes of %s the same database for another role', (url, host, port) => {
    const client = new pg.Client({ connectionString: urlForRole(url, 'jatakk_web', 'a/b@c') });
    expect(client).toMatchObject({ user: 'jatakk_web', password: 'a/b@c', host, port, database: 'ja' });
  });

  it('says which port to take instead of one that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(requireFreePort(port, '127.0.0.1')).rejects.toThrow(`PORT=${port + 1} npm start`);
    other.close();
    await once(other, 'close');
    await expect(requireFreePort(port, '127.0.0.1')).resolves.toBeUndefined();
  });
});
