import { LOCALES } from '../../src/platform/i18n/messages.js';
import { renderDocument } from '../../src/web/pages/document.js';
import { everyPage } from '../support/every-page.js';

const HOSTILE = `"><script>alert(1)</script><img src=x onerror='alert(2)'>&amp;'{x}`;

interface Tag {
  name: string;
  attributes: Map<string, string>;
}

/** The opening tags of our own HTML, in which every attribute value stands in double quotes. */
function tags(html: string): Tag[] {
  const found = html.matchAll(/<([a-z][a-z0-9]*)((?:\s+[^\s=>"/]+(?:="[^"]*")?)*)\s*\/?>/gi);
  return [...found].map(([, name = '', attributes = '']) => ({
    name,
    attributes: new Map(
      [...attributes.matchAll(/([^\s=>"/]+)(?:="([^"]*)")?/g)].map(([, key = '', value = '']) => [
        key,
        value,
      ]),
    ),
  }));
}

const valuesOf = (found: Tag[], attribute: string) =>
  found.flatMap(({ attributes }) => (attributes.has(attribute) ? [attributes.get(attribute) ?? ''] : []));

describe.each(LOCALES)('pages in %s', (locale) => {
  const pages = everyPage(locale, HOSTILE).map(([name, page]) => [name, renderDocument(page)] as const);

  it.each(pages)('%s escapes what people typed', (_name, html) => {
    expect(html).not.toContain('<script>');
    // Our own are the register's; a typed one leads elsewhere.
    expect(html).not.toMatch(/<img (?!src="\/images\/)/);
    expect(html).toContain('&lt;script');
  });

  it.each(pages)('%s has a language, a title, one heading and no second page', (_name, html) => {
    const found = tags(html);
    expect(html.startsWith(`<!doctype html><html lang="${locale}">`)).toBe(true);
    expect(found.filter(({ name }) => name === 'h1')).toHaveLength(1);
    expect(found.filter(({ name }) => name === 'main')).toHaveLength(1);
    expect(html).toMatch(/<title>[^<]+<\/title>/);
  });

  it.each(pages)('%s needs no exception from the content security policy', (_name, html) => {
    const found = tags(html);
    // Data for a script is none: no browser runs it.
    const scripts = found.filter(
      ({ name, attributes }) => name === 'script' && attributes.get('type') !== 'application/json',
    );
    const ours = /^\/assets\/(editor|htmx|passkey|webauthn)\.js\?v=/;
    expect(scripts.every(({ attributes }) => ours.test(attributes.get('src') ?? ''))).toBe(true);
    expect(found.filter(({ name }) => name === 'style')).toEqual([]);
    const names = found.flatMap(({ attributes }) => [...attributes.keys()]);
    expect(names.filter((name) => name === 'style' || /^on|^hx-on/.test(name))).toEqual([]);
    expect(valuesOf(found, 'hx-trigger').filter((trigger) => trigger.includes('['))).toEqual([]);
  });

  it.each(pages)('%s labels every control, and describes it only by what is there', (_name, html) => {
    const found = tags(html);
    const labelled = new Set(
      found.filter(({ name }) => name === 'label').map(({ attributes }) => attributes.get('for')),
    );
    const controls = found.filter(
      ({ name, attributes }) =>
        ['input', 'textarea', 'select'].includes(name) && attributes.get('type') !== 'hidden',
    );
    expect(controls.filter(({ attributes }) => !labelled.has(attributes.get('id')))).toEqual([]);

    const ids = valuesOf(found, 'id');
    expect(ids).toEqual([...new Set(ids)]);
    const named = ['aria-describedby', 'aria-labelledby'].flatMap((attribute) => valuesOf(found, attribute));
    const missing = named.flatMap((value) => value.split(' ')).filter((id) => !ids.includes(id));
    expect(missing).toEqual([]);
    const jumps = valuesOf(found, 'href').filter(
      (href) => href.startsWith('#') && !ids.includes(href.slice(1)),
    );
    expect(jumps).toEqual([]);
  });
});

describe('forms', () => {
  const forms = (html: string) => [...html.matchAll(/<form .*?<\/form>/gs)].map(([form]) => form);

  it('carry the token of the session on every page for staff', () => {
    for (const [name, page] of everyPage('nb', 'secret')) {
      const html = renderDocument(page);
      if (!html.includes('class="side"')) continue;
      const asks = (form: string) => form.startsWith('<form method="get"');
      const bare = forms(html).filter((form) => !asks(form) && !form.includes('name="csrf" value="secret"'));
      expect([name, bare]).toEqual([name, []]);
      // What only asks goes into the address, where the token must not be.
      expect([name, forms(html).filter((form) => asks(form) && form.includes('csrf'))]).toEqual([name, []]);
    }
  });

  it('never tick a list for anybody', () => {
    const [, page] = everyPage('nb', 'x').find(([name]) => name === 'sign-up to several') ?? [];
    const html = page ? renderDocument(page) : '';
    expect(html.match(/type="checkbox"/g)).toHaveLength(2);
    expect(html).not.toContain('checked');
  });

  it('keep what was typed when something has to be corrected', () => {
    const [, page] =
      everyPage('nb', 'kari@example').find(([name]) => name === 'sign-up to several, refused') ?? [];
    const html = page ? renderDocument(page) : '';
    expect(html).toContain('value="kari@example"');
    expect(html).toMatch(/value="two" checked/);
    expect(html).toMatch(
      /id="address"[^>]*aria-describedby="address-error address-hint"[^>]*aria-invalid="true"/,
    );
    expect(html).toContain('role="alert"');
  });

  it('hide the trap from everybody', () => {
    const [, page] = everyPage('nb', 'x').find(([name]) => name === 'sign-up to one') ?? [];
    const html = page ? renderDocument(page) : '';
    expect(html).toMatch(
      /<div class="nobody" aria-hidden="true">.*name="website" tabindex="-1" autocomplete="off"/,
    );
  });
});
