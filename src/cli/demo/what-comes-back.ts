import nodemailer from 'nodemailer';
import { Browser } from './browser.js';
import { arf, dsn, letter } from './letters.js';
import type { Received, Sink } from './sink.js';
import { asOwner, joinedList, type Stage } from './stage.js';
import { confirmedOn, send, sentNumbers, until, writeCampaign } from './steps.js';

export const LETTER = 'Uke 42';

const RETURN_DOMAIN = 'retur.fjellhallen.example';
const QUESTION = 'Når begynner det på lørdag?';
const ANSWER = 'Det begynner klokken 19, og dørene åpnes en time før.';
const CORRESPONDENT = {
  name: 'Ola Svarer',
  address: 'ola@fjellhallen.example',
  password: 'fem helt andre ord sammen',
};

export interface WhatCameBack {
  /** Of five people, so many are still on the list when all has come back. */
  stillThere: number;
  bounced: number;
  softly: number;
  complained: number;
  leftByMail: number;
  toldOfLeaving: number;
  read: number;
  replied: number;
}

/**
 * Five people get a mailing. Of one the mailbox is gone, of one it is full; one calls it spam, one leaves by mail, and one
 * asks something, which a correspondent reads and answers.
 */
export async function whatComesBack(stage: Stage): Promise<WhatCameBack> {
  const { house, staff, sink, register, people, step } = stage;
  const post = nodemailer.createTransport({ host: '127.0.0.1', port: house.receiverPort, ignoreTLS: true });
  /** As a mail server elsewhere hands it to our receiver: told to come again later, it does. */
  const comes = (from: string, to: string, raw: string) =>
    until('the receiver takes it', () =>
      post.sendMail({ envelope: { from, to }, raw }).then(
        () => true,
        (error: { responseCode?: number }) => {
          if (error.responseCode && error.responseCode < 500) return false;
          throw error;
        },
      ),
    );
  return asOwner(house, async (owner) => {
    await owner.query('update jatakk.installation set return_domain = $1', [RETURN_DOMAIN]);
    const correspondent = await invite(staff, sink, house.url);
    const list = await joinedList(stage, 'Liste E', 'liste-e');
    const campaign = await writeCampaign(staff, register, list, LETTER);
    await send(staff, campaign);
    await sentNumbers(staff, campaign);
    const [gone, full, annoyed, leaving, asking] = people.map((address) =>
      sink.received.find(({ to, subject }) => to === address && subject === LETTER)!,
    ) as [Received, Received, Received, Received, Received];
    step('a campaign to five more goes out, each with a return path of its own');

    await comes('', gone.from, dsn('5.1.1', '550 5.1.1 no such user'));
    await comes('', full.from, dsn('5.2.2', '552 5.2.2 mailbox full'));
    await comes('', annoyed.from, arf());
    await comes(
      leaving.to,
      leaving.leaveAddress!,
      letter(leaving.to, leaving.leaveAddress!, 'unsubscribe', ''),
    );
    await comes(
      asking.to,
      'program@fjellhallen.example',
      letter(asking.to, 'program@fjellhallen.example', `Re: ${LETTER}`, QUESTION, asking.messageId),
    );
    const became = async (how: string) =>
      (
        await owner.query<{ count: number }>(
          `select count(*)::integer as count from jatakk.subscription
            where list_id = $1 and concat_ws(' ', state, ended_reason) = $2`,
          [list, how],
        )
      ).rows[0]!.count;
    const softly = async () =>
      (
        await owner.query<{ count: number }>(
          `select count(*)::integer as count from jatakk.delivery
            where campaign_id = $1 and state = 'bounced' and reply_class like 'soft:%'`,
          [campaign.id],
        )
      ).rows[0]!.count;
    await until('all of it is understood', async () => {
      for (const why of ['bounced', 'complained', 'unsubscribed'])
        if ((await became(`ended ${why}`)) === 0) return false;
      return (await softly()) > 0;
    });
    step('one mailbox is gone, one is full, one calls it spam, one leaves by mail, and one asks something');

    const told = await until(
      'whoever left by mail is told',
      () => sink.received.filter(({ to, from }) => to === leaving.to && from === '').length,
    );
    const inbox = `/staff/registers/${register}/inbox`;
    const page = await until(
      'the question has come',
      async () => new RegExp(`${inbox}/[0-9a-f-]{36}`).exec(await correspondent.open(inbox))?.[0],
    );
    const read = (await correspondent.open(page)).includes(QUESTION) ? 1 : 0;
    await correspondent.submit(page, `${page}/answer`, { answer: ANSWER });
    const answers = await until(
      'the answer has come',
      () => sink.received.filter(({ to, text }) => to === asking.to && text.includes(ANSWER)).length,
    );
    step('a correspondent reads the question; the answer comes from the address that was written to');
    return {
      stillThere: await confirmedOn(staff, register, list),
      bounced: await became('ended bounced'),
      softly: await softly(),
      complained: await became('ended complained'),
      leftByMail: await became('ended unsubscribed'),
      toldOfLeaving: told,
      read,
      replied: answers,
    };
  }).finally(() => post.close());
}

/** Somebody who may read and answer mail, and administers nothing. */
async function invite(staff: Browser, sink: Sink, url: string): Promise<Browser> {
  const { name, address, password } = CORRESPONDENT;
  await staff.submit('/staff/members', '/staff/members', { name, address, role: 'correspondent' });
  const mail = await until('the invitation', () => sink.received.find(({ to }) => to === address));
  const link = /\/invitation\/[\w-]{43}/.exec(mail.text)![0];
  const correspondent = new Browser(url);
  await correspondent.submit(link, link, { password });
  await correspondent.submit('/staff/sign-in', '/staff/sign-in', { address, password });
  return correspondent;
}
