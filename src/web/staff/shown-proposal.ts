import { z } from 'zod';
import type { PublishedPurpose } from '../../consent/purpose-history.queries.js';
import { isLocale } from '../../platform/i18n/messages.js';
import type { Proposal } from '../../staff/proposals.queries.js';
import type { ShownProposal } from './pages/proposal-page.js';

const content = z.object({
  base: z.object({ version: z.int(), revision: z.int() }),
  texts: z.array(z.object({ locale: z.string(), text: z.string(), frequency: z.string() })),
});

/** A proposal beside the words that held when it was made. */
export function shownProposal(proposal: Proposal, history: readonly PublishedPurpose[]): ShownProposal {
  const { base, texts } = content.parse(proposal.content);
  const before = history.find(
    ({ version, revision }) => version === base.version && revision === base.revision,
  );
  const { id, says, why, state, secondSays, madeAt, decidedAt } = proposal;
  return {
    id,
    says,
    why,
    state,
    secondSays,
    madeAt,
    decidedAt,
    author: proposal.author.name,
    second: proposal.second?.name ?? null,
    digest: proposal.digest.toString('base64url'),
    texts: texts.flatMap(({ locale, ...now }) => {
      const old = before?.texts.find((text) => text.locale === locale);
      return old && isLocale(locale) ? [{ language: locale, before: old, now }] : [];
    }),
  };
}
