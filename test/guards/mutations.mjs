import { ofClaims } from './mutations/of-claims.mjs';
import { ofConsent } from './mutations/of-consent.mjs';
import { ofDrafts } from './mutations/of-drafts.mjs';
import { ofImages } from './mutations/of-images.mjs';
import { ofLooks } from './mutations/of-looks.mjs';
import { ofLockOrder } from './mutations/of-lock-order.mjs';
import { ofMovingIn } from './mutations/of-moving-in.mjs';
import { ofNobodyTwice } from './mutations/of-nobody-twice.mjs';
import { ofNumbers } from './mutations/of-numbers.mjs';
import { ofOutcomes } from './mutations/of-outcomes.mjs';
import { ofLookingUp } from './mutations/of-looking-up.mjs';
import { ofSendingOnward } from './mutations/of-sending-onward.mjs';
import { ofSurveyResults } from './mutations/of-survey-results.mjs';
import { ofSurveys } from './mutations/of-surveys.mjs';
import { ofTakingBack } from './mutations/of-taking-back.mjs';
import { ofTheGate } from './mutations/of-the-gate.mjs';
import { ofTheHouse } from './mutations/of-the-house.mjs';
import { ofTheInbox } from './mutations/of-the-inbox.mjs';
import { ofTheKeys } from './mutations/of-the-keys.mjs';
import { ofTheLedger } from './mutations/of-the-ledger.mjs';
import { ofTheLog } from './mutations/of-the-log.mjs';
import { ofTheReceiver } from './mutations/of-the-receiver.mjs';
import { ofTheNight } from './mutations/of-the-night.mjs';
import { ofThePrivacyPage } from './mutations/of-the-privacy-page.mjs';
import { ofTraffic } from './mutations/of-traffic.mjs';
import { ofTwoPeople } from './mutations/of-two-people.mjs';
import { ofTheWire } from './mutations/of-the-wire.mjs';
import { ofWhatComesBack } from './mutations/of-what-comes-back.mjs';

export const guards = [
  ...ofNobodyTwice,
  ...ofOutcomes,
  ...ofClaims,
  ...ofLockOrder,
  ...ofTheGate,
  ...ofTheWire,
  ...ofTheHouse,
  ...ofTheNight,
  ...ofTheLog,
  ...ofConsent,
  ...ofTwoPeople,
  ...ofDrafts,
  ...ofTheLedger,
  ...ofTheKeys,
  ...ofTheInbox,
  ...ofMovingIn,
  ...ofLookingUp,
  ...ofSendingOnward,
  ...ofImages,
  ...ofLooks,
  ...ofNumbers,
  ...ofSurveys,
  ...ofSurveyResults,
  ...ofTraffic,
  ...ofThePrivacyPage,
  ...ofWhatComesBack,
  ...ofTheReceiver,
  ...ofTakingBack,
];

const literal = (text) => `'${text.replaceAll("'", "''")}'`;

export function sqlOf({ sql, inFunction, changes }) {
  if (!inFunction) return sql;
  const steps = changes.map(([takeOut, putIn = '']) => {
    const [from, to] = [literal(takeOut), literal(putIn)];
    return `
      if length(body) - length(replace(body, ${from}, '')) <> length(${from}) then
        raise exception 'void: not exactly once in %: %', ${literal(inFunction)}, ${from};
      end if;
      body := replace(body, ${from}, ${to});`;
  });
  return `do $mutation$
    declare body text := pg_get_functiondef(${literal(inFunction)}::regprocedure);
    begin ${steps.join('')}
      execute body;
    end $mutation$`;
}

export function without(text, { inFile, changes }) {
  let mutant = text;
  for (const [takeOut, putIn = ''] of changes) {
    if (mutant.split(takeOut).length !== 2)
      throw new Error(`void: not exactly once in ${inFile}: ${takeOut}`);
    mutant = mutant.replace(takeOut, () => putIn);
  }
  return mutant;
}
