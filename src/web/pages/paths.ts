import { imagePath } from '../../campaigns/images/image-path.js';

/** Where each page lives and each form goes. GET shows, POST acts; an act on something is a path below it. */
export const publicPaths = {
  front: '/',
  privacy: '/personvern',
  retention: '/personvern/oppbevaring',
  privacyChanges: '/personvern/endringer',
  promises: '/loftene',
  ledger: '/ledger',
  ledgerHeads: (slug: string) => `/ledger/${encodeURIComponent(slug)}/heads`,
  /** `page`: from 0, or a range for curl. */
  ledgerLeaves: (slug: string, logId: string, page: number | string) =>
    `/ledger/${encodeURIComponent(slug)}/leaves/${logId}/${page}`,
  mailbox: '/mailbox',
  mail: (id: string) => `/mailbox/${encodeURIComponent(id)}`,
  mailHtml: (id: string) => `/mailbox/${encodeURIComponent(id)}/html`,
  list: (slug: string) => `/lists/${encodeURIComponent(slug)}`,
  archive: (slug: string) => `/lists/${encodeURIComponent(slug)}/archive`,
  archived: (slug: string, campaignId: string) => `/lists/${encodeURIComponent(slug)}/archive/${campaignId}`,
  archiveFeed: (slug: string) => `/lists/${encodeURIComponent(slug)}/archive/feed.atom`,
  transparency: (slug: string) => `/lists/${encodeURIComponent(slug)}/transparency`,
  transparencyData: (slug: string) => `/lists/${encodeURIComponent(slug)}/transparency.json`,
  register: (slug: string) => `/registers/${encodeURIComponent(slug)}`,
  heard: (slug: string) => `/registers/${encodeURIComponent(slug)}/heard`,
  confirm: (token: string) => `/confirm/${token}`,
  receipt: (token: string) => `/confirm/${token}/receipt`,
  verifyReceipt: '/receipts/verify',
  leave: (token: string) => `/u/${token}`,
  renew: (token: string) => `/renew/${token}`,
  survey: (id: string) => `/survey/${id}`,
  answerSurvey: (id: string, ticket: string) => `/survey/${id}/${ticket}`,
  undoLeave: '/u/undo',
  /** What the mail about a leave leads to. */
  peekUndo: (token: string) => `/u/undo/${token}`,
  /** Where a link to what is kept is sent from: by an address typed, or by whoever holds a link out. */
  preferences: (registerSlug: string) => `/preferences/${encodeURIComponent(registerSlug)}`,
  sendManageLink: (leaveToken: string) => `/u/${leaveToken}/manage`,
  manage: (token: string) => `/manage/${token}`,
  manageAct: (token: string, act: ManageAct) => `/manage/${token}/${act}`,
  addressChange: (token: string) => `/address/${token}`,
  image: imagePath,
  beaconScript: '/t.js',
} as const;

export type ManageAct =
  'leave' | 'join' | 'pause' | 'resume' | 'language' | 'address' | 'empty' | 'copy' | 'object' | 'erase';

const register = (id: string) => `/staff/registers/${encodeURIComponent(id)}`;
const lists = (registerId: string) => `${register(registerId)}/lists`;
const list = (registerId: string, id: string) => `${lists(registerId)}/${encodeURIComponent(id)}`;
const conversation = (registerId: string, id: string) =>
  `${register(registerId)}/inbox/${encodeURIComponent(id)}`;
const campaigns = (registerId: string) => `${register(registerId)}/campaigns`;
const campaign = (registerId: string, id: string) => `${campaigns(registerId)}/${encodeURIComponent(id)}`;

export type CampaignAct =
  | 'test'
  | 'write'
  | 'frame'
  | 'history'
  | 'template'
  | 'preview'
  | 'send'
  | 'schedule'
  | 'undo'
  | 'pause'
  | 'resume'
  | 'resend-unknown'
  | 'cancel'
  | 'correct'
  | 'copy'
  | 'archive'
  | 'review'
  | 'progress'
  | 'counting';

export type EyesAct = 'decide' | 'decide-alone' | 'withdraw';

export type RelayProposalAct = 'decide' | 'withdraw';

export type ReviewAct = 'submit' | 'withdraw' | 'decide' | 'html';

export type ConversationAct = 'answer' | 'note' | 'assign' | 'themes' | 'close' | 'reopen' | 'erase';

export type ListAct = 'rename' | 'rest' | 'reopen' | 'close' | 'delete' | 'farewell' | 'reconsent';

/** `erase` asks; `erase/now` does. */
export type LookedUpAct = 'show' | 'end' | 'link' | 'print' | 'erase' | 'erase/now';

export const staffPaths = {
  overview: '/staff',
  queue: '/staff/queue',
  signIn: '/staff/sign-in',
  signOut: '/staff/sign-out',
  secondFactor: '/staff/sign-in/factor',
  startAgain: '/staff/sign-in/again',
  provider: '/staff/sign-in/oidc',
  providerCallback: '/staff/sign-in/oidc/callback',
  forgotten: '/staff/forgotten',
  newPassword: (token: string) => `/new-password/${token}`,
  confirm: '/staff/confirm',
  account: '/staff/account',
  accountName: '/staff/account/name',
  accountPassword: '/staff/account/password',
  endSession: '/staff/account/sessions/end',
  passkeys: '/staff/account/passkeys',
  newPasskey: '/staff/account/passkeys/new',
  passkeyAct: (id: string, act: 'rename' | 'remove') =>
    `/staff/account/passkeys/${encodeURIComponent(id)}/${act}`,
  authenticator: '/staff/account/authenticator',
  confirmAuthenticator: '/staff/account/authenticator/confirm',
  removeAuthenticator: '/staff/account/authenticator/remove',
  recoveryCodes: '/staff/account/recovery-codes',
  closeProvider: '/staff/account/provider/close',
  reopenProvider: '/staff/account/provider/reopen',
  resetFactors: (memberId: string) => `/staff/members/${encodeURIComponent(memberId)}/reset-factors`,
  language: '/staff/language',
  members: '/staff/members',
  deputy: '/staff/deputy',
  endDeputy: '/staff/deputy/end',
  member: (id: string) => `/staff/members/${id}`,
  memberAct: (id: string, act: 'grant' | 'ungrant' | 'disable') => `/staff/members/${id}/${act}`,
  organisation: '/staff/organisation',
  siteMessages: '/staff/site-messages',
  newSiteMessage: '/staff/site-messages/new',
  siteMessage: (id: string) => `/staff/site-messages/${encodeURIComponent(id)}`,
  siteMessageAct: (id: string, act: 'show' | 'take-off' | 'remove' | 'frame') =>
    `/staff/site-messages/${encodeURIComponent(id)}/${act}`,
  goLive: '/staff/go-live',
  privacyWork: '/staff/privacy',
  privacyPage: '/staff/privacy-page',
  record: '/staff/privacy-page/record',
  processors: '/staff/privacy-page/processors',
  breach: '/staff/privacy-page/breach',
  rightsRequests: '/staff/privacy/requests',
  rightsRequestDone: (id: string) => `/staff/privacy/requests/${encodeURIComponent(id)}/done`,
  lookUp: '/staff/look-up',
  lookedUpAct: (act: LookedUpAct) => `/staff/look-up/${act}` as const,
  sending: '/staff/sending',
  proposeRelay: (position: 1 | 2) => `/staff/sending/relays/${position}` as const,
  proposeRelayRemoval: '/staff/sending/remove-second',
  relayProposal: (id: string) => `/staff/sending/proposals/${encodeURIComponent(id)}`,
  relayProposalAct: (id: string, act: RelayProposalAct) =>
    `/staff/sending/proposals/${encodeURIComponent(id)}/${act}`,
  log: '/staff/log',
  traffic: '/staff/traffic',
  trafficSettings: '/staff/traffic/settings',
  registers: '/staff/registers',
  newRegister: '/staff/registers/new',
  register,
  deleteRegister: (registerId: string) => `${register(registerId)}/delete`,
  keepRegister: (registerId: string) => `${register(registerId)}/keep`,
  inbox: (registerId: string) => `${register(registerId)}/inbox`,
  inboxView: (registerId: string, view: string) => `${register(registerId)}/inbox?show=${view}`,
  searchMail: (registerId: string) => `${register(registerId)}/inbox/by-address`,
  inboxSettings: (registerId: string) => `${register(registerId)}/inbox-settings`,
  inboxThemes: (registerId: string) => `${register(registerId)}/inbox-settings/themes`,
  heard: (registerId: string) => `${register(registerId)}/heard`,
  heardIn: (registerId: string, month: string) => `${register(registerId)}/heard/${month.slice(0, 7)}`,
  conversation,
  conversationAct: (registerId: string, id: string, act: ConversationAct) =>
    `${conversation(registerId, id)}/${act}`,
  mailHtml: (registerId: string, id: string, messageId: string) =>
    `${conversation(registerId, id)}/messages/${encodeURIComponent(messageId)}/html`,
  attachment: (registerId: string, id: string, messageId: string, position: number) =>
    `${conversation(registerId, id)}/messages/${encodeURIComponent(messageId)}/attachments/${position}`,
  lists,
  newList: (registerId: string) => `${lists(registerId)}/new`,
  list,
  surveys: (registerId: string, id: string) => `${list(registerId, id)}/surveys`,
  newSurvey: (registerId: string, id: string) => `${list(registerId, id)}/surveys/new`,
  survey: (registerId: string, id: string, surveyId: string) =>
    `${list(registerId, id)}/surveys/${encodeURIComponent(surveyId)}`,
  surveyPage: (registerId: string, id: string, surveyId: string, page: string) =>
    `${list(registerId, id)}/surveys/${encodeURIComponent(surveyId)}/${page}`,
  questions: (registerId: string, id: string) => `${list(registerId, id)}/questions`,
  dropQuestion: (registerId: string, id: string, question: string) =>
    `${list(registerId, id)}/questions/${encodeURIComponent(question)}/remove`,
  welcome: (registerId: string, id: string) => `${list(registerId, id)}/welcome`,
  endWelcome: (registerId: string, id: string) => `${list(registerId, id)}/welcome/end`,
  listArchive: (registerId: string, id: string) => `${list(registerId, id)}/archive`,
  paper: (registerId: string, id: string) => `${list(registerId, id)}/paper`,
  imports: (registerId: string, id: string) => `${list(registerId, id)}/imports`,
  import: (registerId: string, id: string, importId: string) =>
    `${list(registerId, id)}/imports/${encodeURIComponent(importId)}`,
  importAct: (registerId: string, id: string, importId: string, act: 'propose' | 'decide' | 'drop') =>
    `${list(registerId, id)}/imports/${encodeURIComponent(importId)}/${act}`,
  purpose: (registerId: string, id: string) => `${list(registerId, id)}/purpose`,
  proposal: (registerId: string, id: string, proposalId: string) =>
    `${list(registerId, id)}/purpose/${encodeURIComponent(proposalId)}`,
  proposalAct: (registerId: string, id: string, proposalId: string, act: 'decide' | 'withdraw') =>
    `${list(registerId, id)}/purpose/${encodeURIComponent(proposalId)}/${act}`,
  numbers: (registerId: string) => `${register(registerId)}/numbers`,
  listNumbers: (registerId: string, id: string) => `${list(registerId, id)}/numbers`,
  campaignNumbers: (registerId: string, id: string) => `${campaign(registerId, id)}/numbers`,
  listLife: (registerId: string, id: string) => `${list(registerId, id)}/life`,
  listAct: (registerId: string, id: string, act: ListAct) => `${list(registerId, id)}/life/${act}`,
  templates: (registerId: string) => `${register(registerId)}/templates`,
  templateAct: (registerId: string, id: string, act: 'rename' | 'remove') =>
    `${register(registerId)}/templates/${encodeURIComponent(id)}/${act}`,
  theme: (registerId: string) => `${register(registerId)}/theme`,
  themeAct: (registerId: string, act: 'look' | 'frame' | 'take-off') =>
    `${register(registerId)}/theme/${act}`,
  images: (registerId: string) => `${register(registerId)}/images`,
  image: (registerId: string, id: string) => `${register(registerId)}/images/${encodeURIComponent(id)}`,
  imageAct: (registerId: string, id: string, act: 'describe' | 'remove') =>
    `${register(registerId)}/images/${encodeURIComponent(id)}/${act}`,
  campaigns,
  newCampaign: (registerId: string) => `${campaigns(registerId)}/new`,
  newMarkdown: (registerId: string) => `${campaigns(registerId)}/new/markdown`,
  beginCampaign: (registerId: string) => `${campaigns(registerId)}/begin`,
  campaign,
  editCampaign: (registerId: string, id: string) => `${campaign(registerId, id)}/edit`,
  campaignAct: (registerId: string, id: string, act: CampaignAct) => `${campaign(registerId, id)}/${act}`,
  draftVersion: (registerId: string, id: string, versionId: string) =>
    `${campaign(registerId, id)}/history/${encodeURIComponent(versionId)}`,
  versionAct: (registerId: string, id: string, versionId: string, act: 'frame' | 'bring-back') =>
    `${campaign(registerId, id)}/history/${encodeURIComponent(versionId)}/${act}`,
  reviewAct: (registerId: string, id: string, act: ReviewAct) => `${campaign(registerId, id)}/review/${act}`,
  eyes: (registerId: string, id: string) => `${list(registerId, id)}/eyes`,
  eyesProposal: (registerId: string, id: string, proposalId: string) =>
    `${list(registerId, id)}/eyes/${encodeURIComponent(proposalId)}`,
  eyesAct: (registerId: string, id: string, proposalId: string, act: EyesAct) =>
    `${list(registerId, id)}/eyes/${encodeURIComponent(proposalId)}/${act}`,
} as const;
