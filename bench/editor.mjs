// npm run bench:editor: a mailing of a hundred blocks, written in Chromium and shown as it will arrive. See README.md.
import { randomBytes, randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { launchChromium } from './support/chromium.mjs';
import { openCluster } from './support/cluster.mjs';
import { machineLine } from './support/machine.mjs';
import { seedHouse } from './support/seed.mjs';
import { signedInAt } from './support/staff-house.mjs';
import { percentile, tell, tellJson } from './support/tell.mjs';

/** What a preview may take, in milliseconds. */
const LIMIT_MS = 150;
/** What a key may take until it is seen, before somebody notices: three pictures of a screen. */
const KEY_LIMIT_MS = 50;

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    /** Fails where a preview or a key took longer than it may. */
    check: { type: 'boolean', default: false },
    blocks: { type: 'string', default: '100' },
    /** Previews, one after the other. */
    times: { type: 'string', default: '50' },
    keys: { type: 'string', default: '300' },
  },
});
const count = Number(options.blocks);
const secret = randomBytes(32);
const slow = [];

const cluster = await openCluster();
try {
  const owner = await cluster.connect();
  const machine = await machineLine(owner);
  tell(machine);
  const { web, base, cookie, staffId } = await signedInAt(cluster, { owner, secret });
  const { registerId, listId } = await seedHouse(cluster, secret);
  const campaign = randomUUID();
  const body = JSON.stringify({ type: 'doc', content: Array.from({ length: count }, (_, n) => block(n)) });
  await owner.query(
    `insert into jatakk.campaign (id, register_id, list_id, purpose_version, locale, subject, preheader, body, format, author_id)
     values ($1, $2, $3, 1, 'nb', 'Høsten i Fjellhallen', 'Åtte somre på veggen', $4, 'blocks', $5)`,
    [campaign, registerId, listId, body, staffId],
  );
  const path = `/staff/registers/${registerId}/campaigns/${campaign}`;

  const page = await (await fetch(`${base}${path}/edit`, { headers: { cookie } })).text();
  const csrf = /name="csrf" value="([^"]+)"/.exec(page)[1];
  const fields = { csrf, view: 'desktop', language: 'nb', subject: 'Høsten', preheader: '', body };
  const answers = [];
  let bytes = 0;
  for (let n = -3; n < Number(options.times); n += 1) {
    const began = performance.now();
    const response = await fetch(`${base}${path}/frame`, {
      method: 'POST',
      headers: { cookie, origin: base },
      body: new URLSearchParams(fields),
    });
    bytes = (await response.text()).length;
    if (response.status !== 200) throw new Error(`a preview was answered with ${response.status}`);
    if (n >= 0) answers.push(performance.now() - began);
  }
  report(`The preview of ${count} blocks (${Math.round(bytes / 1000)} kB) is answered`, answers, LIMIT_MS);

  const browser = await launchChromium();
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const [name, value] = cookie.split('=', 2);
    await context.addCookies([{ name, value, url: base }]);
    const tab = await context.newPage();
    await tab.goto(`${base}${path}/edit`);
    await tab.locator('#editor-text').waitFor();
    await tab.waitForLoadState('networkidle');
    await tab.evaluate(watch);
    await tab.locator('#editor-text p').nth(10).click();
    await tab.keyboard.press('End');
    const words = 'Dørene åpnes klokken seks, og det er gratis å komme inn. ';
    for (let n = 0; n < Number(options.keys); n += 1)
      await tab.keyboard.type(words[n % words.length], { delay: 40 });
    const keys = await tab.evaluate(() => globalThis.watched.keys);
    report(`A key is seen in the editor`, keys, KEY_LIMIT_MS);
    for (let n = 0; n < 20; n += 1) {
      const before = await tab.evaluate(() => globalThis.watched.shown.length);
      await tab.keyboard.type('a');
      await tab.waitForFunction((seen) => globalThis.watched.shown.length > seen, before);
    }
    const shown = await tab.evaluate(() => globalThis.watched.shown);
    report(`The preview stands in the page, after it was asked for,`, shown.slice(-20), LIMIT_MS);
    tellJson(options.json, {
      blocks: count,
      bytes,
      answered: figures(answers),
      key: figures(keys),
      shown: figures(shown.slice(-20)),
      machine,
    });
  } finally {
    await browser.close();
  }
  await web.stop();
  await owner.end();
} finally {
  await cluster.close();
}
if (options.check && slow.length > 0) {
  tell(`Slower than it may be: ${slow.join('; ')}`);
  process.exitCode = 1;
}

/** @param {string} what @param {number[]} times @param {number} limit for 95 of 100 */
function report(what, times, limit) {
  const { p50, p95 } = figures(times);
  tell(
    `${what} in ${p50.toFixed(1)} ms in the middle, ${p95.toFixed(1)} ms for 95 of 100 (${times.length}).`,
  );
  if (p95 > limit) slow.push(what);
}

/** @param {number[]} times in milliseconds */
function figures(times) {
  return { p50: percentile(times, 0.5), p95: percentile(times, 0.95) };
}

/** In the page: how long a key takes until the picture with it is painted, and a preview from asked to shown. */
function watch() {
  const watched = { keys: [], shown: [] };
  globalThis.watched = watched;
  document.addEventListener(
    'keydown',
    ({ timeStamp }) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener('message', () => watched.keys.push(performance.now() - timeStamp));
        port1.start();
        port2.postMessage(undefined);
      }),
    true,
  );
  const asked = new Map();
  new MutationObserver((changes) => {
    for (const { type, addedNodes, target } of changes) {
      if (type === 'childList')
        for (const node of addedNodes) if (node.nodeName === 'IFRAME') asked.set(node, performance.now());
      if (type === 'attributes' && asked.has(target) && !target.classList.contains('coming'))
        watched.shown.push(performance.now() - asked.get(target));
    }
  }).observe(document.querySelector('[data-preview]'), {
    childList: true,
    subtree: true,
    attributeFilter: ['class'],
  });
}

/** Headings, paragraphs, buttons and dates in turns, as in a long programme. @param {number} n */
function block(n) {
  const text = (words, marks) => ({ type: 'text', text: words, ...(marks && { marks }) });
  if (n % 10 === 0) return { type: 'heading', attrs: { level: 2 }, content: [text(`Uke ${n / 10 + 36}`)] };
  if (n % 10 === 5)
    return {
      type: 'event',
      attrs: {
        title: `Kveld nummer ${n}`,
        date: '2026-12-09T19:00',
        until: '',
        place: 'Storsalen',
        href: `https://fjellhallen.example/program/${n}`,
      },
    };
  if (n % 10 === 9)
    return {
      type: 'button',
      attrs: { label: 'Kjøp billett', href: `https://fjellhallen.example/billett/${n}` },
    };
  return {
    type: 'paragraph',
    content: [
      text('Dørene åpnes klokken seks. '),
      text('Det er gratis å komme inn', [{ type: 'bold' }]),
      text(', og det er plass til alle som vil høre på, snakke sammen og bli lenge. '),
      text('Les mer', [{ type: 'link', attrs: { href: `https://fjellhallen.example/${n}` } }]),
      text('.'),
    ],
  };
}
