import type { PublicFrame } from '../../src/web/pages/frame.js';
import { AddressChangePage } from '../../src/web/public/pages/address-change-page.js';
import { ArchivePage } from '../../src/web/public/pages/archive-page.js';
import { ArchivedCampaignPage } from '../../src/web/public/pages/archived-campaign-page.js';
import { AskForLinkPage } from '../../src/web/public/pages/ask-for-link-page.js';
import { ConfirmPage } from '../../src/web/public/pages/confirm-page.js';
import { CopyPage } from '../../src/web/public/pages/copy-page.js';
import { ErasePage } from '../../src/web/public/pages/erase-page.js';
import { ErrorPage, type ErrorStatus } from '../../src/web/public/pages/error-page.js';
import { FrontPage } from '../../src/web/public/pages/front-page.js';
import { ListAwayPage } from '../../src/web/public/pages/list-away-page.js';
import { RenewPage } from '../../src/web/public/pages/renew-page.js';
import { LeavePage } from '../../src/web/public/pages/leave-page.js';
import { LedgerPage } from '../../src/web/public/pages/ledger-page.js';
import { MailboxMessagePage } from '../../src/web/public/pages/mailbox-message-page.js';
import { MailboxPage } from '../../src/web/public/pages/mailbox-page.js';
import { ManageClosedPage } from '../../src/web/public/pages/manage-closed-page.js';
import { ManagePage } from '../../src/web/public/pages/manage-page.js';
import { NewAddressPage } from '../../src/web/public/pages/new-address-page.js';
import { ObjectPage } from '../../src/web/public/pages/object-page.js';
import { PromisesPage } from '../../src/web/public/pages/promises-page.js';
import { SurveyNotePage } from '../../src/web/public/pages/survey-note-page.js';
import { SurveyPage } from '../../src/web/public/pages/survey-page.js';
import { firstStep, moveOn, type SurveyStep } from '../../src/web/public/survey-form.js';
import { SURVEY } from './surveys.js';
import { SignUpPage } from '../../src/web/public/pages/sign-up-page.js';
import { SignUpReceivedPage } from '../../src/web/public/pages/sign-up-received-page.js';
import { NotSetUpPage } from '../../src/web/public/pages/not-set-up-page.js';
import { ReceiptPage } from '../../src/web/public/pages/receipt-page.js';
import { VerifyReceiptPage } from '../../src/web/public/pages/verify-receipt-page.js';
import { checkedReceipt, exampleReceipt } from './example-receipt.js';
import type { NamedPage } from './every-page.js';
import { someLedgers } from './some-ledgers.js';
import { keptExample, listsExample } from './kept-example.js';
import type { Words } from './words.js';

const STATUSES: ErrorStatus[] = [400, 403, 404, 405, 413, 415, 422, 429, 500, 503];

export function publicPages(frame: PublicFrame, words: Words): NamedPage[] {
  const { list, purpose, frequency, senderName, senderAddress, token, address } = words;
  const one = { slug: 'one', name: list, purpose, frequency, senderName, senderAddress };
  const two = {
    ...one,
    slug: 'two',
    name: words.otherList,
    purpose: words.otherPurpose,
    frequency: words.otherFrequency,
  };
  const three = { ...one, slug: 'three', name: words.thirdList, senderName: 'Dansehuset' };
  const asks = [
    { id: 'q1', label: words.question, why: words.why },
    { id: 'q2', label: words.otherQuestion, why: words.otherWhy },
  ];
  const at = new Date('2026-10-02T12:52:00Z');
  const archive = { slug: 'one', name: list, state: 'open' as const, archiveSince: at };
  const archived = [words.subject, words.otherList].map((subject, index) => ({
    id: `c${index}`,
    subject,
    preheader: words.preheader,
    locale: index === 0 ? ('nb' as const) : ('en' as const),
    sentAt: at,
  }));
  const form = { frame, action: '/x', stamp: token };
  return [
    [
      'sign-up to one',
      <SignUpPage {...form} name={list} lists={[one]} minimumAge={15} archiveHref="/lists/one/archive" />,
    ],
    ...surveyPages(frame),
    ['archive', <ArchivePage frame={frame} list={archive} campaigns={archived} />],
    ['archive, empty', <ArchivePage frame={frame} list={archive} campaigns={[]} />],
    [
      'archived campaign',
      <ArchivedCampaignPage frame={frame} list={archive} campaign={archived[0]!} html={words.letter} />,
    ],
    [
      'archived campaign of a list that has ended',
      <ArchivedCampaignPage
        frame={frame}
        list={{ ...archive, state: 'closed' }}
        campaign={{ ...archived[1]!, preheader: '' }}
        html={words.letter}
      />,
    ],
    ['sign-up to one that asks more', <SignUpPage {...form} name={list} lists={[{ ...one, asks }]} />],
    [
      'sign-up to several, of which one asks more',
      <SignUpPage
        {...form}
        name={words.register}
        lists={[{ ...one, asks }, two]}
        values={{ address, lists: ['one'], answers: { 'answer-q1': words.person } }}
        errors={{ 'answer-q1': { key: 'form.too-long', params: { max: 80 } } }}
      />,
    ],
    ['sign-up to several', <SignUpPage {...form} name={words.register} lists={[one, two]} />],
    [
      'sign-up to several, of several senders',
      <SignUpPage {...form} name={words.register} lists={[one, two, three]} />,
    ],
    [
      'sign-up to several, refused',
      <SignUpPage
        {...form}
        name={words.register}
        lists={[one, two]}
        values={{ address, lists: ['two'] }}
        errors={{
          address: { key: 'address.error.domain-unknown', params: { domain: words.domain } },
          lists: { key: 'sign-up.error.no-list' },
        }}
      />,
    ],
    ['received', <SignUpReceivedPage frame={frame} address={address} lists={[list]} formHref="/x" />],
    [
      'confirm one',
      <ConfirmPage frame={frame} state="ask" lists={[{ ...one, welcomes: true }]} action="/c" />,
    ],
    ['confirm several', <ConfirmPage frame={frame} state="ask" lists={[one, two]} action="/c" />],
    ['confirmed', <ConfirmPage frame={frame} state="confirmed" list={list} receiptHref="/c/receipt" />],
    ['confirmed already', <ConfirmPage frame={frame} state="already" list={list} receiptHref="/c/receipt" />],
    [
      'receipt',
      <ReceiptPage frame={frame} state="shown" path="/c/receipt" receipts={[exampleReceipt(words)]} />,
    ],
    [
      'receipts, promised',
      <ReceiptPage
        frame={frame}
        state="shown"
        path="/c/receipt"
        receipts={[
          exampleReceipt(words, { placed: false }),
          exampleReceipt({ ...words, list: words.otherList }, { placed: false }),
        ]}
      />,
    ],
    ...(['not-yet', 'late', 'asked', 'waits'] as const).map((state): NamedPage => [
      `receipt ${state}`,
      <ReceiptPage frame={frame} state={state} path="/c/receipt" />,
    ]),
    ['receipt unknown', <ReceiptPage frame={frame} state="unknown" />],
    ['verify receipt', <VerifyReceiptPage frame={frame} />],
    [
      'verify receipt, refused',
      <VerifyReceiptPage
        frame={frame}
        values={{ receipt: words.body, address }}
        errors={{
          receipt: { key: 'verify.error.damaged' },
          address: { key: 'verify.address.no-address' },
        }}
      />,
    ],
    ['receipt holds', <VerifyReceiptPage frame={frame} checked={checkedReceipt(words)} />],
    [
      'receipt fails',
      <VerifyReceiptPage frame={frame} checked={checkedReceipt(words, { placed: false, forged: true })} />,
    ],
    ['confirmation expired', <ConfirmPage frame={frame} state="expired" signUpHref="/x" />],
    ['confirmation unknown', <ConfirmPage frame={frame} state="unknown" signUpHref="/x" />],
    [
      'asked anew',
      <RenewPage
        frame={frame}
        state="ask"
        list={list}
        action="/renew/x"
        revision={1}
        before={{ text: purpose, frequency }}
        now={{ text: words.otherPurpose, frequency: words.otherFrequency }}
      />,
    ],
    ['said yes anew', <RenewPage frame={frame} state="said-yes" list={list} />],
    ['said no', <RenewPage frame={frame} state="said-no" list={list} action="/renew/x" revision={1} />],
    ['asked anew, left', <RenewPage frame={frame} state="left" list={list} />],
    ['asked anew, superseded', <RenewPage frame={frame} state="superseded" list={list} />],
    ['asked anew, unknown', <RenewPage frame={frame} state="unknown" list="" />],
    ['list resting', <ListAwayPage frame={frame} list={list} state="resting" />],
    ['list closed', <ListAwayPage frame={frame} list={list} state="closed" />],
    ['leave', <LeavePage frame={frame} state="ask" list={list} action="/u/x" />],
    [
      'left',
      <LeavePage
        frame={frame}
        state="left"
        list={list}
        undo={{ action: '/u/undo', token }}
        manageAction="/m"
      />,
    ],
    ['left before', <LeavePage frame={frame} state="left" list={list} />],
    [
      'take a leave back',
      <LeavePage frame={frame} state="take-back" list={list} action="/u/undo" token={token} />,
    ],
    ['undone', <LeavePage frame={frame} state="undone" list={list} />],
    ['undone-unconfirmed', <LeavePage frame={frame} state="waits" list={list} />],
    ['undo expired', <LeavePage frame={frame} state="undo-expired" signUpHref="/x" />],
    ['leave unknown', <LeavePage frame={frame} state="unknown" />],
    ['link sent', <LeavePage frame={frame} state="link-sent" />],
    ['ask for the link', <AskForLinkPage {...form} register={words.register} state="ask" />],
    [
      'ask for the link, refused',
      <AskForLinkPage
        {...form}
        register={words.register}
        state="ask"
        address={address}
        errors={{ address: { key: 'address.error.no-at' } }}
      />,
    ],
    [
      'link on its way',
      <AskForLinkPage frame={frame} register={words.register} state="sent" address={address} formHref="/x" />,
    ],
    [
      'manage',
      <ManagePage
        frame={frame}
        token={token}
        kept={keptExample(words)}
        open={listsExample(words)}
        done="joined"
      />,
    ],
    [
      'manage, nothing left',
      <ManagePage
        frame={frame}
        token={token}
        kept={{ ...keptExample(words), objected: true, subscriptions: [], records: [] }}
        open={[]}
      />,
    ],
    ['copy', <CopyPage frame={frame} token={token} kept={keptExample(words)} at={at} />],
    ['object', <ObjectPage frame={frame} token={token} state="ask" />],
    ['objected', <ObjectPage frame={frame} token={token} state="done" />],
    ['erase', <ErasePage frame={frame} token={token} state="ask" />],
    ['erased', <ErasePage frame={frame} state="done" />],
    ['manage unknown', <ManageClosedPage frame={frame} state="unknown" />],
    ['manage expired', <ManageClosedPage frame={frame} state="expired" askHref="/x" />],
    ['manage late', <ManageClosedPage frame={frame} state="late" askHref="/x" />],
    ['new address sent', <NewAddressPage frame={frame} state="sent" address={address} back="/x" />],
    [
      'new address refused',
      <NewAddressPage
        frame={frame}
        state="again"
        address={address}
        back="/x"
        action="/x"
        error={{ key: 'address.error.no-at' }}
      />,
    ],
    ['address change', <AddressChangePage frame={frame} state="ask" action="/x" />],
    ['address change late', <AddressChangePage frame={frame} state="late" action="/x" />],
    ...(['changed', 'taken', 'expired', 'unknown'] as const).map((state): NamedPage => [
      `address change ${state}`,
      <AddressChangePage frame={frame} state={state} />,
    ]),
    [
      'front',
      <FrontPage
        frame={frame}
        registers={[
          {
            id: 'r1',
            name: words.register,
            href: '/r',
            manageHref: '/s',
            lists: [
              { ...one, href: '/l' },
              { ...two, href: '/m' },
            ],
          },
          {
            id: 'r2',
            name: words.otherRegister,
            href: null,
            manageHref: '/s',
            lists: [{ ...three, href: '/n' }],
          },
        ]}
      />,
    ],
    ['not set up', <NotSetUpPage frame={{ ...frame, organisation: null, path: words.formUrl }} />],
    ['front, empty', <FrontPage frame={frame} registers={[]} />],
    ['promises', <PromisesPage frame={frame} />],
    [
      'ledger',
      <LedgerPage
        frame={frame}
        publicUrl="https://brev.fjellhallen.example"
        registers={someLedgers(words)}
      />,
    ],
    [
      'mailbox',
      <MailboxPage
        frame={frame}
        messages={[
          { id: '1', to: address, subject: words.subject, at, href: '/1' },
          { id: '2', to: words.contactAddress, subject: list, at, href: '/2' },
        ]}
      />,
    ],
    ['mailbox, empty', <MailboxPage frame={frame} messages={[]} />],
    [
      'message',
      <MailboxMessagePage
        frame={frame}
        subject={words.subject}
        from={`${senderName} <${senderAddress}>`}
        to={address}
        at={at}
        headers={[{ name: 'List-Id', value: list }]}
        text={words.body}
        htmlUrl="/mailbox/1/html"
        oneClickUrl="/u/x"
      />,
    ],
    ...STATUSES.map((status): NamedPage => [
      `error ${status}`,
      <ErrorPage frame={{ ...frame, path: null }} status={status} />,
    ]),
  ];
}

function surveyPages(frame: PublicFrame): NamedPage[] {
  const first = firstStep(SURVEY);
  const after = (fields: Record<string, string>): SurveyStep => {
    const move = moveOn({ definition: SURVEY, sensitive: true }, { consent: 'yes', ...fields });
    if ('take' in move) throw new Error('taken');
    return move.show;
  };
  const page = (step: SurveyStep, sensitive = false) => (
    <SurveyPage
      {...{ sensitive, step }}
      frame={{ ...frame, path: null }}
      definition={SURVEY}
      language={frame.locale === 'en' ? 'en' : 'nb'}
      action="/survey/x/y"
      switches
    />
  );
  const notes = ['unknown', 'by-mail', 'no-ticket', 'not-open', 'closed', 'already', 'thanks'] as const;
  return [
    ['survey', page(first)],
    ['survey about what is especially protected', page({ ...first, error: 'consent' }, true)],
    ['survey, second step', page(after({ step: '0', 'q-been': 'yes' }))],
    ['survey, too long', page(after({ step: '1', go: 'send', 'q-been': 'yes', 'q-say': 'x'.repeat(501) }))],
    ['survey, nothing answered', page(after({ step: '1', go: 'send' }))],
    ...notes.map((state): NamedPage => [
      `survey: ${state}`,
      <SurveyNotePage {...{ frame, state }} title={state === 'unknown' ? undefined : SURVEY.title.nb} />,
    ]),
  ];
}
