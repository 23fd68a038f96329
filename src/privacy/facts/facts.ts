import type { ListState } from '../../registers/list.entity.js';
import type { Act, Role } from '../../staff/policy.js';
import type { RetentionGroup } from '../retention.js';
import type { SiteMessageFacts } from './apart/site-messages.js';
import type { SurveyFacts } from './apart/surveys.js';
import type { TrafficFacts } from './apart/traffic.js';

/** One text per language it was written in. */
export type Words = Readonly<Record<string, string>>;

/**
 * What is so in the running system, as far as the public is told: the privacy page, its history, the pages of openness
 * and the records for authorities are all made of this. Strings, whole numbers, yes and no, so that it has one
 * canonical text; what is not there is empty or left out, never null.
 */
export interface Facts {
  format: 'jatakk facts v1';
  /** On trial no mail leaves the machine. */
  mode: 'trial' | 'live';
  organisation: OrganisationFacts;
  registers: readonly RegisterFacts[];
  /** Whom mail is handed to, in the order in which they are tried. */
  relays: readonly RelayFacts[];
  web: WebFacts;
  /** Links are counted, without who, in some campaign that is sent or being written. */
  countsFollows: boolean;
  /** What each may do, but for reading pages and numbers, which all may. */
  roles: readonly { role: Role; acts: readonly ToldAct[] }[];
  retention: readonly { id: string; group: RetentionGroup; days: number; years: number }[];
  surveys: SurveyFacts;
  traffic: TrafficFacts;
  siteMessages: SiteMessageFacts;
  mail: MailFacts;
  /** What the organisation adds, in Markdown. */
  fromUs: Words;
}

/** Mail that people write: whether it comes into this house, and for how many months after closing it is kept here. */
export interface MailFacts {
  comes: 'here' | 'elsewhere';
  kept: readonly { register: string; months: number }[];
  /** Those of which it can be read what people wrote about, and what came of it. */
  heard: readonly { register: string; slug: string }[];
}

export type ToldAct = Exclude<Act, 'see'>;

export interface OrganisationFacts {
  name: string;
  number: string;
  postalAddress: string;
  contact: string;
  privacyContact: string;
}

export interface RegisterFacts {
  name: string;
  slug: string;
  lists: readonly ListFacts[];
}

export interface ListFacts {
  slug: string;
  name: string;
  state: ListState;
  /** How many must stand behind what is sent to it. */
  eyes: number;
  version: number;
  revision: number;
  purpose: Words;
  frequency: Words;
  senderName: string;
  senderAddress: string;
  /** What it asks beside the address, each in its languages. */
  asks: readonly Words[];
  /** Everybody may read what it is sent. */
  archive: boolean;
  /** Some on it said yes in another tool. */
  movedIn: boolean;
}

export interface RelayFacts {
  host: string;
  /** Whether it stands in the EEA, as the organisation says. */
  place: 'inside' | 'outside' | 'unsaid';
}

/** What the operator has set web to do. */
export interface WebFacts {
  keepsNetwork: boolean;
  /** Host of the provider that staff may sign in with; empty for none. */
  provider: string;
  /** 0 where nothing is said of age. */
  minimumAge: number;
  /** Whether the domain of a typed address is looked up. */
  asksNames: boolean;
}
