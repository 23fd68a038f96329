import type { StaffFrame } from '../../src/web/pages/frame.js';
import type { FactorPrompt } from '../../src/web/staff/pages/confirm-factor.js';
import { ProposeRelayPage } from '../../src/web/staff/pages/propose-relay-page.js';
import { RelayProposalPage, type ShownRelayProposal } from '../../src/web/staff/pages/relay-proposal-page.js';
import type { NamedPage } from './every-page.js';
import type { Words } from './words.js';

interface Given {
  frame: StaffFrame;
  prompt: FactorPrompt;
  words: Words;
}

/** Another way out for the mail: from the form to what became of it. */
export function relayPages({ frame: onTrial, prompt, words }: Given): NamedPage[] {
  const frame = { ...onTrial, trial: false };
  const now = { position: 1, host: words.relay, port: 465, security: 'tls' } as const;
  const other = { host: words.secondRelay, port: 587, security: 'starttls' } as const;
  const values = {
    relayHost: words.secondRelay,
    relayPort: '587',
    relaySecurity: 'starttls',
    relayUser: 'fjellhallen-sender',
    why: words.why,
  };
  const decidedAt = new Date('2026-10-02T12:41:00Z');
  const proposal: ShownRelayProposal = {
    id: 'p3',
    author: words.person,
    second: null,
    why: words.why,
    state: 'waiting',
    madeAt: new Date('2026-10-02T10:05:00Z'),
    decidedAt: null,
    digest: words.token,
    position: 1,
    before: now,
    after: { ...other, username: 'fjellhallen-sender' },
    overtaken: false,
  };
  const decided = { ...proposal, second: 'Olav Strand', decidedAt };
  const page = (of: ShownRelayProposal, own = false) => (
    <RelayProposalPage frame={frame} proposal={of} own={own} />
  );
  return [
    ['another relay', <ProposeRelayPage frame={frame} act="set" position={1} now={now} />],
    [
      'another relay, not let in',
      <ProposeRelayPage
        frame={frame}
        act="set"
        position={2}
        now={null}
        values={values}
        errors={{ form: { key: 'relay.error.not-let-in' }, why: { key: 'form.required' } }}
      />,
    ],
    [
      'no second relay',
      <ProposeRelayPage
        frame={frame}
        act="remove"
        position={2}
        now={{ ...other, position: 2 }}
        errors={{ why: { key: 'form.required' } }}
      />,
    ],
    [
      'relay proposed',
      <RelayProposalPage
        frame={frame}
        proposal={proposal}
        own={false}
        prompt={prompt}
        error={{ key: 'factor.error.wrong' }}
      />,
    ],
    [
      'relay proposed, by oneself',
      <RelayProposalPage frame={frame} notice={{ key: 'relay.done.proposed' }} proposal={proposal} own />,
    ],
    [
      'relay proposed, overtaken',
      page({ ...proposal, position: 2, before: null, after: { ...other, username: null }, overtaken: true }),
    ],
    ['relay approved', page({ ...decided, position: 2, before: other, after: null, state: 'approved' })],
    ['relay refused', page({ ...decided, state: 'refused' })],
    ['relay void', page({ ...decided, second: null, state: 'void' })],
  ];
}
