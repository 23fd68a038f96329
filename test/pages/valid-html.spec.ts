import { expect, test } from '@jest/globals';
import { HtmlValidate } from 'html-validate';
import { renderDocument } from '../../src/web/pages/document.js';
import { everyMail } from '../support/every-mail.js';
import { everyPage } from '../support/every-page.js';
import { EXAMPLE_WORDS } from '../support/words.js';

const standard = new HtmlValidate({ root: true, extends: ['html-validate:standard'] });

/** Of a mail alone, where nothing else does it: Outlook for Windows takes a table's width and place from these only. */
const OF_OLD = new Set(
  ['align', 'cellpadding', 'cellspacing', 'width'].map(
    (name) => `no-deprecated-attr: Attribute "${name}" is deprecated on <table> element`,
  ),
);

/** What the HTML standard forbids there, each with where it is. */
function faults(html: string, allowed: ReadonlySet<string> = new Set()): string[] {
  return standard
    .validateStringSync(html)
    .results.flatMap(({ messages }) => messages)
    .filter(({ ruleId, message }) => !allowed.has(`${ruleId}: ${message}`))
    .map(({ ruleId, message, selector, line }) => `${ruleId}: ${message} (${selector ?? `line ${line}`})`);
}

test.each(everyPage('nb', EXAMPLE_WORDS))('%s is valid HTML', (_, page) => {
  expect(faults(renderDocument(page))).toEqual([]);
});

test.each(everyMail('nb', EXAMPLE_WORDS))('%s is valid HTML', (_, html) => {
  expect(faults(html, OF_OLD)).toEqual([]);
});
