import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NetworkDomains } from '../../src/traffic/network-domains.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jatakk-networks-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(text: string): string {
  const path = join(folder, 'networks.tsv');
  writeFileSync(path, text);
  return path;
}

describe('the operator’s table of networks', () => {
  it('tells the domain of the longest prefix, in both families', () => {
    const table = NetworkDomains.read(
      file(
        [
          '# hvem eier hva',
          '',
          '192.0.0.0/8\tstor.example',
          '192.0.2.0/24\tUniversitet.example',
          '192.0.2.128/25\tbibliotek.example',
          '192.0.2.130/31\tlesesal.example\r',
          '2001:db8::/32\tstor6.example',
          '2001:db8:7::/48\tskole.example',
        ].join('\n'),
      ),
    );
    expect(
      [
        '192.1.1.1',
        '192.0.2.1',
        '192.0.2.129',
        '192.0.2.131',
        '::ffff:192.0.2.1',
        '2001:db8::1',
        '2001:db8:7:1::9',
        '198.51.100.1',
        '2001:db9::1',
        'nobody',
      ].map((ip) => table.domainOf(ip)),
    ).toEqual([
      'stor.example',
      'universitet.example',
      'bibliotek.example',
      'lesesal.example',
      'universitet.example',
      'stor6.example',
      'skole.example',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each([
    ['no prefix', '192.0.2.1\tx.example'],
    ['no tab', '192.0.2.0/24 x.example'],
    ['no domain', '192.0.2.0/24\t'],
    ['a name with a space', '192.0.2.0/24\tKari Nordmann'],
    ['too many columns', '192.0.2.0/24\tx.example\tNO'],
    ['too long a prefix', '192.0.2.0/33\tx.example'],
  ])('refuses %s, and names file and line', (_what, line) => {
    const path = file(`10.0.0.0/8\tintern.example\n${line}\n`);
    expect(() => NetworkDomains.read(path)).toThrow(
      `NETWORK_DOMAINS: line 2 of ${path} is not a prefix such as 192.0.2.0/24, a tab and a domain.`,
    );
  });

  it('refuses a file that is not there', () => {
    const path = join(folder, 'nowhere.tsv');
    expect(() => NetworkDomains.read(path)).toThrow(`NETWORK_DOMAINS: ${path} cannot be read (ENOENT).`);
  });
});
