import { siteMessageSentences } from '../apart/site-messages.js';
import { surveySentences } from '../apart/surveys.js';
import { askingSentences, trafficSentences } from '../apart/traffic.js';
import type { Facts } from '../facts.js';
import type { Section } from '../sentence.js';

export function surveys(facts: Facts): Section {
  return { id: 'surveys', sentences: surveySentences(facts.surveys) };
}

/** What is registered by itself. */
export function automatic({ traffic, web }: Facts): Section {
  return {
    id: 'traffic',
    sentences: [
      ...trafficSentences(traffic),
      { id: 'network', says: web.keepsNetwork ? 'privacy.network-kept' : 'privacy.network' },
    ],
  };
}

/** Cookies, and whatever else is kept on a device. */
export function cookies({ siteMessages, traffic, web }: Facts): Section {
  return {
    id: 'cookies',
    sentences: [
      { id: 'cookies', says: 'privacy.cookies.text' },
      ...siteMessageSentences(siteMessages),
      ...askingSentences(traffic),
      { id: 'staff-cookie', says: 'privacy.cookies.staff', parts: { name: STAFF_COOKIE } },
      ...(web.provider === ''
        ? []
        : [
            {
              id: 'attempt-cookie',
              says: 'privacy.cookies.attempt',
              parts: { name: ATTEMPT_COOKIE },
            } as const,
          ]),
    ],
  };
}

/** As they are called over https, which a live house has. */
export const STAFF_COOKIE = '__Host-jatakk';
export const ATTEMPT_COOKIE = '__Host-jatakk-attempt';
