import { z } from 'zod';
import type { ShownRelay } from '../../registers/relays.queries.js';
import type { HouseProposal } from '../../staff/proposals.queries.js';
import type { ShownRelayProposal } from './pages/relay-proposal-page.js';

const server = z.object({
  host: z.string(),
  port: z.int(),
  security: z.enum(['tls', 'starttls', 'plain']),
});

const common = { position: z.literal([1, 2]), replaces: server.nullable() };

const content = z.discriminatedUnion('act', [
  z.object({ act: z.literal('remove'), ...common }),
  z.object({ act: z.literal('set'), ...common, ...server.shape, username: z.string().nullable() }),
]);

/** What is proposed beside what it was to replace, and whether that is still in use. */
export function shownRelayProposal(
  proposal: HouseProposal,
  relays: readonly ShownRelay[],
): ShownRelayProposal {
  const { position, replaces, ...proposed } = content.parse(proposal.content);
  const now = relays.find((one) => one.position === position);
  const { id, why, state, madeAt, decidedAt } = proposal;
  return {
    id,
    why,
    state,
    madeAt,
    decidedAt,
    author: proposal.author.name,
    second: proposal.second?.name ?? null,
    digest: proposal.digest.toString('base64url'),
    position,
    before: replaces,
    after: proposed.act === 'set' ? proposed : null,
    overtaken: state === 'waiting' && !isSame(replaces, now),
  };
}

type Server = z.infer<typeof server>;

function isSame(one: Server | null, other: Server | undefined): boolean {
  return one?.host === other?.host && one?.port === other?.port && one?.security === other?.security;
}
