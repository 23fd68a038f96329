import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { countLinks } from '../../src/campaigns/counted-links.js';
import { linkCode, linkId, linkOfCode, throughUs } from '../../src/campaigns/link-code.js';
import { renderText } from '../../src/campaigns/render-text.js';

const SEED = '6f1f2c1e-8f6c-4a0e-9d8e-3f1b2a4c5d6e';
const ours = throughUs('https://brev.fjellhallen.example', SEED);
const rendered = (body: string, format: 'markdown' | 'blocks' = 'markdown') =>
  renderText({ format, body }, { locale: 'nb' });
const counted = (markdown: string) => countLinks(rendered(markdown), ours);

describe('the links of a text', () => {
  test('lead through us, each target at one address', () => {
    const { html, text, links } = counted(
      '[Billetter](https://fjellhallen.example/kjop?x=1&y=2) og [mer](https://fjellhallen.example/), [en gang til](https://fjellhallen.example/kjop?x=1&y=2)',
    );
    expect(links.map(({ target }) => target)).toEqual([
      'https://fjellhallen.example/kjop?x=1&y=2',
      'https://fjellhallen.example/',
    ]);
    const address = ours('https://fjellhallen.example/kjop?x=1&y=2');
    expect(address).toMatch(/^https:\/\/brev\.fjellhallen\.example\/r\/[\w-]{22}$/);
    expect(html.split(`href="${address}"`)).toHaveLength(3);
    expect(html).not.toContain('href="https://fjellhallen.example');
    expect(text.split(`[${address}]`)).toHaveLength(3);
    expect(text).not.toContain('fjellhallen.example/kjop');
  });

  test.each([
    ['an address of mail', '[Skriv til oss](mailto:post@fjellhallen.example)'],
    ['an address that is its own text', 'https://fjellhallen.example/program'],
    ['words that name a host', '[Les mer på fjellhallen.example](https://fjellhallen.example/program)'],
    ['words that name another', '[nrk.no/kultur](https://fjellhallen.example/program)'],
    ['a name or a password in it', '[Inn](https://ola:hemmelig@fjellhallen.example/)'],
  ])('stay as they are where there is %s', (_, markdown) => {
    expect(counted(markdown)).toEqual({ ...rendered(markdown), links: [] });
  });

  test('stay as they are where a recipient’s own words stand in them', () => {
    const html = '<p><a href="https://fjellhallen.example/">Hei \uE010</a></p>';
    expect(countLinks({ html, text: '' }, ours)).toEqual({ html, text: '', links: [] });
  });

  test('are counted where a full stop stands in them that ends no host', () => {
    expect(counted('[Kl. 19.30 f.eks. på lørdag](https://fjellhallen.example/)').links).toHaveLength(1);
  });

  test('lead through us from blocks too: words and a button, not an address as it is written', () => {
    const href = 'https://fjellhallen.example/kjop?x=1&y=2';
    const link = (text: string) => ({
      type: 'paragraph',
      content: [{ type: 'text', text, marks: [{ type: 'link', attrs: { href } }] }],
    });
    const body = JSON.stringify({
      type: 'doc',
      content: [link('Billetter'), link(href), { type: 'button', attrs: { label: 'Kjøp her', href } }],
    });
    const { html, text: plain, links } = countLinks(rendered(body, 'blocks'), ours);
    expect(links.map(({ target }) => target)).toEqual([href]);
    expect(html.split(`href="${ours(href)}"`)).toHaveLength(3);
    expect(html).toContain('href="https://fjellhallen.example/kjop?x=1&amp;y=2"');
    expect(plain).toContain(`Billetter [${ours(href)}]`);
    expect(plain).toContain(`Kjøp her:\n${ours(href)}`);
  });

  test('lead to what a browser would have made of them, in ASCII', () => {
    const [link] = counted('[Her](https://blåbær.example/æ ø)').links.concat(
      counted('[Her](<https://blåbær.example/æ ø>)').links,
    );
    expect(link!.target).toBe('https://xn--blbr-roah.example/%C3%A6%20%C3%B8');
  });
});

test('a code is an id, and what is none leads nowhere', () => {
  fc.assert(
    fc.property(fc.string(), (target) => {
      const id = linkId(SEED, target);
      expect(linkOfCode(linkCode(id))).toBe(id);
    }),
  );
  for (const code of ['', 'a', 'x'.repeat(21), 'x'.repeat(23), '../../../../etc/passwd', '%00'.repeat(7)])
    expect(linkOfCode(code)).toBeUndefined();
});

test('another campaign has other addresses for the same target', () => {
  expect(linkId(SEED, 'https://fjellhallen.example/')).not.toBe(
    linkId('00000000-0000-4000-8000-000000000000', 'https://fjellhallen.example/'),
  );
});
