import type { DataSource } from 'typeorm';
import { askedFields } from '../../consent/asked-fields.queries.js';
import { readHouse } from '../../registers/house.queries.js';
import { type Act, POLICY, type Role, ROLES } from '../../staff/policy.js';
import { RETENTION, type RetentionRule } from '../retention.js';
import { siteMessageFacts } from './apart/site-messages.js';
import { surveyFacts } from './apart/surveys.js';
import { trafficFacts } from './apart/traffic.js';
import type { Facts, ListFacts, ToldAct } from './facts.js';
import {
  countsFollows,
  type ListRow,
  listRows,
  mailFacts,
  privacyTexts,
  registerRows,
  relayRows,
  webSettings,
} from './facts.queries.js';

/** What is so now. Undefined before anybody has said whose house this is. Web and keeper read the same. */
export async function readFacts(database: DataSource): Promise<Facts | undefined> {
  const { mode, organisation } = await readHouse(database);
  if (!organisation) return undefined;
  const [registers, lists, asks] = await Promise.all([
    registerRows(database),
    listRows(database),
    askedFields(database),
  ]);
  const asked = ({ id }: ListRow) =>
    asks
      .filter(({ listId }) => listId === id)
      .map(({ texts }) => Object.fromEntries(Object.entries(texts).map(([of, { label }]) => [of, label])));
  return {
    format: 'jatakk facts v1',
    mode,
    organisation: {
      name: organisation.name,
      number: organisation.number,
      postalAddress: organisation.postalAddress,
      contact: organisation.email,
      privacyContact: organisation.privacyEmail,
    },
    registers: registers.map(({ id, name, slug }) => ({
      name,
      slug,
      lists: lists
        .filter(({ registerId }) => registerId === id)
        .map((list): ListFacts => ({ ...bare(list), asks: asked(list) })),
    })),
    relays: await relayRows(database),
    web: await webSettings(database),
    countsFollows: await countsFollows(database),
    roles: ROLES.map((role) => ({ role, acts: actsOf(role) })),
    retention: RETENTION.map((rule: RetentionRule) => ({
      id: rule.id,
      group: rule.group,
      days: rule.days ?? 0,
      years: rule.years ?? 0,
    })),
    surveys: await surveyFacts(),
    traffic: await trafficFacts(database),
    siteMessages: await siteMessageFacts(database),
    mail: await mailFacts(database),
    fromUs: await privacyTexts(database),
  };
}

/** A list as the public is told of it: by its own names, without an id. */
function bare(list: ListRow): Omit<ListFacts, 'asks'> {
  const { slug, name, state, eyes, version, revision, senderName, senderAddress, archive, movedIn } = list;
  const words = Object.entries(list.words);
  return {
    slug,
    name,
    state,
    eyes,
    version,
    revision,
    senderName,
    senderAddress,
    archive,
    movedIn,
    purpose: Object.fromEntries(words.map(([locale, { text }]) => [locale, text])),
    frequency: Object.fromEntries(words.map(([locale, { frequency }]) => [locale, frequency])),
  };
}

function actsOf(role: Role): ToldAct[] {
  const told = (Object.keys(POLICY) as Act[]).filter((act): act is ToldAct => act !== 'see');
  return told.filter((act) => (POLICY[act].roles as readonly Role[]).includes(role));
}
