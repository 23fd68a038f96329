import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Closing } from '../../../src/platform/embedded/closing.js';
import { HttpClient } from '../../support/http-client.js';
import { CONFIRM, member } from '../live.js';
import type { TourMailbox } from '../mailbox.js';
import { REAL_PEOPLE } from '../people.js';
import { findPages } from './find-pages.js';
import { namedPages, NEW_ADDRESS, pagesFromMail } from './named-pages.js';
import { inboxPages } from './inbox-pages.js';
import { surveyPages } from './survey-pages.js';
import { getRoutes } from './routes.js';
import { Photographer } from './take-pictures.js';

interface ShotOrder {
  into: string;
  mails: string;
  /** Paths of a survey's form, each good for one answer. */
  toAnswer: readonly string[];
  closing: Closing;
}

/** Photographs the house into a folder. Answers the lines to tell at the end. */
export async function shoot(
  url: string,
  mailbox: TourMailbox,
  { into, mails, toAnswer, closing }: ShotOrder,
): Promise<string[]> {
  const folder = resolve(into);
  mkdirSync(folder, { recursive: true });
  const began = performance.now();
  await haveMailsSent(url, mailbox);
  const named = [
    ...namedPages(),
    ...surveyPages(toAnswer),
    ...(await inboxPages(url)),
    ...(await pagesFromMail(mailbox)),
  ];
  const { pages, unseen } = await findPages(url, getRoutes(), named);
  const photographer = await Photographer.at(url, folder);
  closing.add(() => photographer.close());
  await photographer.mails(mailbox, mails);
  await photographer.pages([...named, ...pages]);
  await photographer.close();
  const { pictures, troubles } = photographer.taken;
  return [
    `${pictures} pictures in ${Math.round((performance.now() - began) / 1000)} seconds, in ${folder}`,
    ...troubles.map((line) => `  ${line}`),
    `${unseen.length} routes have none:`,
    ...unseen.map(({ pattern, why }) => `  ${pattern}: ${why}`),
  ];
}

/** The mails that nobody has needed yet. */
async function haveMailsSent(url: string, mailbox: TourMailbox): Promise<void> {
  const visitor = new HttpClient(url);
  const { signe, bjorn } = REAL_PEOPLE;
  const receipt = `${await mailbox.linkTo(bjorn, /Bekreft/, CONFIRM)}/receipt`;
  await visitor.submit(receipt, receipt);
  const manage = await mailbox.linkTo(signe, /^Lenken/, /\/manage\/[\w-]{43}/);
  await visitor.submit(manage, `${manage}/address`, { address: NEW_ADDRESS });
  await visitor.submit('/staff/forgotten', '/staff/forgotten', { address: member('tore').address });
}
