import type { Facts } from './facts.js';
import type { Section } from './sentence.js';
import { email, keptSafe, respect } from './sections/kept-safe.js';
import { notHandedOn } from './sections/not-handed-on.js';
import { addresses, apart, voluntary } from './sections/of-lists.js';
import { automatic, cookies, surveys } from './sections/on-the-device.js';
import { contact, everyRule, fromUs, kept, rights } from './sections/your-say.js';

/** The privacy page, in the order of an organisation's usual policy. Nothing is on it that the facts do not say. */
export function privacySections(facts: Facts): Section[] {
  return [
    keptSafe,
    respect,
    email,
    notHandedOn,
    voluntary,
    apart,
    addresses,
    surveys,
    automatic,
    cookies,
    kept,
    rights,
    contact,
  ].map((section) => section(facts));
}

/** All that is said in public, that page's own words and its neighbour's too: what a version keeps. */
export function everySection(facts: Facts): Section[] {
  return [...privacySections(facts), everyRule(facts), fromUs(facts)];
}
