import type { TourMailbox } from '../mailbox.js';
import { CONFIRM, member } from '../live.js';
import { REAL_PEOPLE } from '../people.js';
import { listId, listOf, registerId } from '../plan.js';
import { campaignId } from '../other-campaigns.js';
import { sentLetters } from '../letters.js';

/** Where Signe asks to be written to instead. */
export const NEW_ADDRESS = 'signe.aasen.ny@example.org';

/** Somebody of the staff, by key; nobody: a visitor. */
export type Who = string | undefined;

export interface NamedPage {
  name: string;
  who: Who;
  path: string;
  /** They may not see it, or there is nothing. */
  refused?: boolean;
  /** What is typed and pressed there, where the page is an answer to that. */
  act?: { fill?: Record<string, string>; form: string };
}

const register = (key: 'lesere' | 'kjopere') => `/staff/registers/${registerId(key)}`;
const list = (key: string) => `${register(listOf(key).register)}/lists/${listId(key)}`;
const campaign = (of: string, key: string) => `${register(listOf(of).register)}/campaigns/${campaignId(key)}`;
const newest = (key: string) => {
  const { days } = sentLetters()
    .filter((letter) => letter.list === key)
    .at(-1)!;
  return campaign(key, `sent ${key} ${days}`);
};

/** What a link on another page would not lead to in every state that is worth a look, and what is said after a press. */
export function namedPages(): NamedPage[] {
  return [
    { name: 'staff-overview-administrator', who: 'kari', path: '/staff' },
    { name: 'staff-overview-approver', who: 'aminah', path: '/staff' },
    { name: 'staff-overview-editor', who: 'ola', path: '/staff' },
    { name: 'staff-overview-privacy-officer', who: 'per', path: '/staff' },
    { name: 'staff-overview-viewer', who: 'tore', path: '/staff' },
    { name: 'staff-register', who: 'kari', path: register('lesere') },
    { name: 'staff-campaigns', who: 'ola', path: `${register('lesere')}/campaigns` },
    { name: 'staff-list', who: 'kari', path: list('programmet') },
    { name: 'staff-list-new-words', who: 'kari', path: list('familielordag') },
    { name: 'staff-list-small', who: 'kari', path: list('frivillige') },
    { name: 'staff-numbers-register', who: 'kari', path: `${register('lesere')}/numbers` },
    { name: 'staff-numbers-list', who: 'kari', path: `${list('programmet')}/numbers` },
    { name: 'staff-numbers-list-small', who: 'kari', path: `${list('frivillige')}/numbers` },
    { name: 'staff-numbers-campaign', who: 'ola', path: `${newest('programmet')}/numbers` },
    { name: 'staff-campaign-draft', who: 'ola', path: campaign('programmet', 'draft') },
    { name: 'staff-campaign-edit-blocks', who: 'ola', path: `${campaign('programmet', 'draft')}/edit` },
    { name: 'staff-campaign-edit-markdown', who: 'ola', path: `${campaign('billettnytt', 'markdown')}/edit` },
    { name: 'staff-campaign-in-review-author', who: 'ingrid', path: campaign('familielordag', 'to-review') },
    {
      name: 'staff-campaign-in-review',
      who: 'aminah',
      path: `${campaign('familielordag', 'to-review')}/review`,
    },
    { name: 'staff-campaign-scheduled', who: 'ola', path: campaign('restplasser', 'to-schedule') },
    { name: 'staff-campaign-paused', who: 'ola', path: campaign('restplasser', 'paused') },
    { name: 'staff-campaign-held', who: 'ola', path: campaign('billettnytt', 'held') },
    { name: 'staff-campaign-cancelled', who: 'ola', path: campaign('programmet', 'cancelled') },
    { name: 'staff-campaign-sent', who: 'ola', path: newest('programmet') },
    { name: 'staff-campaign-sent-small', who: 'ola', path: campaign('frivillige', 'to-send') },
    { name: 'staff-campaign-welcome', who: 'kari', path: campaign('frivillige', 'welcome') },
    { name: 'staff-history', who: 'ola', path: `${campaign('programmet', 'draft')}/history` },
    { name: 'staff-new-markdown', who: 'ola', path: `${register('lesere')}/campaigns/new/markdown` },
    { name: 'staff-resend-unknown', who: 'ola', path: `${newest('programmet')}/resend-unknown` },
    { name: 'staff-relay-proposed', who: 'kari', path: '/staff/sending/relays/1' },
    { name: 'staff-log', who: 'per', path: '/staff/log' },
    { name: 'staff-log-filtered', who: 'per', path: '/staff/log?act=looked-up' },
    { name: 'staff-traffic-weeks', who: 'kari', path: '/staff/traffic?by=week&site=www.fjellhallen.example' },
    {
      name: 'staff-traffic-months',
      who: 'kari',
      path: '/staff/traffic?by=month&site=www.fjellhallen.example',
    },
    { name: 'staff-site-messages', who: 'kari', path: '/staff/site-messages' },
    {
      name: 'staff-breach-scope',
      who: 'per',
      path: '/staff/privacy-page/breach?kind=seen&taken=database&list=programmet&list=billettnytt',
    },
    { name: 'privacy-nynorsk', who: undefined, path: '/personvern?lang=nn' },
    { name: 'privacy-english', who: undefined, path: '/personvern?lang=en' },
    { name: 'transparency', who: undefined, path: '/lists/programmet/transparency' },
    { name: 'transparency-small', who: undefined, path: '/lists/frivillige/transparency' },
    { name: 'archive', who: undefined, path: '/lists/programmet/archive' },
    { name: 'not-found', who: undefined, path: '/finnes-ikke', refused: true },
    { name: 'staff-not-yours', who: 'tore', path: '/staff/members', refused: true },
    {
      name: 'sign-up-refused',
      who: undefined,
      path: '/lists/programmet',
      act: { fill: { address: 'ikke en adresse' }, form: '/lists/programmet' },
    },
    {
      name: 'sign-up-received',
      who: undefined,
      path: '/lists/familielordag',
      act: { fill: { address: 'ragna.lien@example.org' }, form: '/lists/familielordag' },
    },
    {
      name: 'preferences-sent',
      who: undefined,
      path: '/preferences/kjopere',
      act: { fill: { address: 'ragna.lien@example.org' }, form: '/preferences/kjopere' },
    },
    {
      name: 'staff-sign-in-wrong',
      who: undefined,
      path: '/staff/sign-in',
      act: { fill: { address: 'kari@fjellhallen.example', password: 'ikke dette' }, form: '/staff/sign-in' },
    },
    {
      name: 'staff-look-up-found',
      who: 'per',
      path: '/staff/look-up',
      act: {
        fill: {
          register: registerId('lesere'),
          address: REAL_PEOPLE.signe,
          reason: 'Ringer og spør hva vi har lagret.',
        },
        form: '/staff/look-up',
      },
    },
    {
      name: 'staff-list-form-refused',
      who: 'kari',
      path: `${register('lesere')}/lists/new`,
      act: { fill: { name: 'Foredrag' }, form: `${register('lesere')}/lists` },
    },
    {
      name: 'staff-is-it-you',
      who: 'tore',
      path: '/staff/account',
      act: { form: '/staff/account/authenticator' },
    },
  ];
}

/** What only a link in a mail leads to. */
export async function pagesFromMail(mailbox: TourMailbox): Promise<NamedPage[]> {
  const { signe, bjorn, arne } = REAL_PEOPLE;
  const tore = member('tore').address;
  const leave = /\/u\/[\w-]{43}/;
  const manage = await mailbox.linkTo(signe, /^Lenken/, /\/manage\/[\w-]{43}/);
  const confirmed = await mailbox.linkTo(bjorn, /Bekreft/, CONFIRM);
  return [
    { name: 'confirm', who: undefined, path: await mailbox.linkTo(arne, /Bekreft/, CONFIRM) },
    { name: 'confirm-again', who: undefined, path: confirmed },
    { name: 'receipt', who: undefined, path: `${confirmed}/receipt` },
    { name: 'leave', who: undefined, path: await mailbox.linkTo(arne, /Bekreft/, leave) },
    {
      name: 'leave-done',
      who: undefined,
      path: await mailbox.linkTo(bjorn, /Bekreft/, leave),
      act: { form: '/u/' },
    },
    {
      name: 'new-password',
      who: undefined,
      path: await mailbox.linkTo(tore, /passord/, /\/new-password\/[\w-]{43}/),
    },
    {
      name: 'take-back-leave',
      who: undefined,
      path: await mailbox.linkToAny(/^Du er meldt av/, /\/u\/undo\/[\w-]{43}/),
    },
    {
      name: 'address-change',
      who: undefined,
      path: await mailbox.linkTo(NEW_ADDRESS, /^Skal/, /\/address\/[\w-]{43}/),
    },
    { name: 'manage', who: undefined, path: manage },
    { name: 'manage-copy', who: undefined, path: `${manage}/copy` },
    { name: 'manage-object', who: undefined, path: `${manage}/object` },
    { name: 'manage-erase', who: undefined, path: `${manage}/erase` },
    {
      name: 'invitation',
      who: undefined,
      path: await mailbox.linkTo('mette@fjellhallen.example', /./, /\/invitation\/[\w-]{43}/),
    },
  ];
}
