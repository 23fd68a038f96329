import pg from 'pg';
import type { TwoRegisters } from './two-registers.js';

const ROTATION = '00000000-0000-4000-8000-00000000a000';

/** A role that may do everything web and keeper may, and make objects of its own to stand in front of ours. */
const SHADOWS = `
  create schema evil;
  grant usage on schema evil to public;
  create function evil.yes(bytea, bytea) returns boolean language sql as 'select true';
  create operator evil.= (leftarg = bytea, rightarg = bytea, function = evil.yes);
  create function evil.yes(uuid, uuid) returns boolean language sql as 'select true';
  create operator evil.= (leftarg = uuid, rightarg = uuid, function = evil.yes);
  create function evil.yes(text, text) returns boolean language sql as 'select true';
  create operator evil.= (leftarg = text, rightarg = text, function = evil.yes);
  create operator evil.<> (leftarg = text, rightarg = text, function = evil.yes);
  create function evil.clock_timestamp() returns timestamptz language sql as $$ select '-infinity'::timestamptz $$;
  create function evil.judge_deliveries(ids uuid[])
    returns table (id uuid, fence bigint, state text, lease_until timestamptz, register_id uuid,
                   subscription_id uuid, subscriber_id uuid, campaign_state text, why text)
    language sql as $$
      select d.id, d.fence, d.state, 'infinity'::timestamptz, d.register_id, d.subscription_id, s.subscriber_id, 'sending', null
        from jatakk.delivery d join jatakk.subscription s on s.id operator(pg_catalog.=) d.subscription_id $$;
  create function evil.why_not_sendable(uuid) returns text language sql as 'select null::text';
  create function evil.judge_failures(uuid[]) returns void language sql as '';
  create function evil.keeps_failing(jatakk.subscription) returns boolean language sql as 'select false';
  create temp table subscription as select * from jatakk.subscription where false;
  create temp table subscriber as select * from jatakk.subscriber where false;
  create temp table notice as select * from jatakk.notice where false;
  create temp table delivery as select * from jatakk.delivery where false;
  create temp table installation as select * from jatakk.installation;
  create temp table suppression as select * from jatakk.suppression where false;
  create temp table campaign as select * from jatakk.campaign where false;
  create temp table consent_record as select * from jatakk.consent_record where false;
  create temp table staff_session as select * from jatakk.staff_session where false;
  create temp table restore_question as
    select gen_random_uuid() as id, 'restored' as kind, 1::bigint as highest, 'restored' as answer, now() as asked_at,
           now() as answered_at;
  create temp table list as select * from jatakk.list where false;
  create temp table arrival as select * from jatakk.arrival where false;
  create temp table arrival_part as select '\\xff'::bytea as sealed;
  create temp table arrival_seen as select * from jatakk.arrival_seen where false;
  create temp table receiver_key as select '\\x00'::bytea as public_key, k.ring_id, 1 as version, '\\x01'::bytea as sealed from jatakk.sealing_key k;
  create temp table ledger_log as select * from jatakk.ledger_log where false;
  create temp table conversation as select * from jatakk.conversation where false;
  create temp table staff as select * from jatakk.staff where false;
  create temp table rotation as
    select '${ROTATION}'::uuid as id, p.register_id as ring_id, 'rest' as purpose, 99 as version, null::text as secret_id,
           now() as opened_at, now() as begun_at, null::timestamptz as done_at from jatakk.subscriber p limit 1;
  create temp table register_deletion as
    select r.id as register_id, r.name, null::uuid as ordered_by, now() as ordered_at, now() as due_at,
           '{}'::uuid[] as rested_lists, now() as keys_destroyed_at, null::timestamptz as done_at from jatakk.register r;
  grant all on all tables in schema pg_temp to public;
  set search_path = evil, pg_temp, pg_catalog, jatakk, vault`;

const NIL = '00000000-0000-0000-0000-000000000000';
const CAMPAIGN = '00000000-0000-4000-8000-00000000c000';
const HELD = '00000000-0000-4000-8000-00000000d000';

const LIST = '00000000-0000-4000-8000-00000000a000';
const PROPOSAL = '00000000-0000-4000-8000-00000000e000';

/** A delivery in a keeper's hands, by fence 7, to somebody who has left. */
const HELD_AND_NOT_DUE = `
  insert into jatakk.campaign (id, register_id, list_id, purpose_version, state, locale, subject, preheader, body, author_id)
    select '${CAMPAIGN}', s.register_id, s.list_id, s.purpose_version, 'sending', s.locale, '', '', '', f.id
      from jatakk.subscription s, jatakk.staff f where s.state = 'ended' limit 1;
  insert into jatakk.delivery (id, register_id, campaign_id, subscription_id, state, fence, lease_until)
    select '${HELD}', s.register_id, '${CAMPAIGN}', s.id, 'claimed', 7, now() + interval '1 minute'
      from jatakk.subscription s where s.state = 'ended' limit 1;
  insert into jatakk.list (id, register_id, slug, name, sender_name, sender_address)
    select '${LIST}', r.id, 'skygge', '', '', '' from jatakk.register r limit 1;
  insert into jatakk.proposal (id, kind, register_id, list_id, content, digest, author_id, why)
    select '${PROPOSAL}', 'purpose', l.register_id, l.id, '{}', sha256('x'), f.id, 'x'
      from jatakk.list l, jatakk.staff f where l.id = '${LIST}' limit 1`;

const settled = (fence: number, state: string) =>
  `select jatakk.settle_deliveries(array['${HELD}']::uuid[], array[${fence}], array['${state}'], array['hard:5.1.1'],
                                   array[0]::float8[], array[true], 12)`;

const cameBack = (register: string) =>
  `select * from jatakk.take_back(${register}, array['${HELD}']::uuid[], array['hard'], array['5.1.1'], array['no-such-mailbox'])`;

/** What a token that nobody has, or a delivery that nobody holds, must not get. Rows that come back are what leaked. */
const QUESTIONS = [
  `select * from jatakk.peek_leave('\\x00')`,
  // What is kept of a person, by a link that nobody has.
  ...['peek_manage', 'open_manage', 'open_manage_subscriptions', 'open_manage_records'].map(
    (name) => `select * from jatakk.${name}('\\x00')`,
  ),
  `select * from jatakk.peek_address_change('\\x00')`,
  `select * from jatakk.open_address_change('\\x00')`,
  `select x from jatakk.prepare_address_change('\\x00', '\\x00', 1) x where x`,
  `select x from jatakk.send_manage_link('${NIL}', '\\x00', 'nb') x where x`,
  `select x from jatakk.request_manage_link('\\x00', 'nb') x where x`,
  `select 1 where jatakk.end_pauses() operator(pg_catalog.<>) 0`,
  ...[
    `manage_leave('\\x00', '${NIL}', null, null, null)`,
    `manage_join('\\x00', '${NIL}', 1, 1, 'nb', null, null, null)`,
    `manage_pause('\\x00', 1)`,
    `manage_pause('\\x00', null)`,
    `manage_language('\\x00', 'en')`,
    `manage_empty('\\x00', '${NIL}')`,
    `manage_object('\\x00', null, null, null)`,
    `manage_erase('\\x00')`,
    `confirm_address_change('\\x00')`,
  ].map((call) => `select x from jatakk.${call} x where x operator(pg_catalog.<>) 'unknown'`),
  `select * from jatakk.leave('\\x00', null)`,
  `select * from jatakk.undo_leave('\\x00')`,
  `select * from jatakk.peek_undo('\\x00')`,
  `select x from jatakk.leave_by_mail('${NIL}', '${NIL}', '${NIL}', '\\x00') x where x is not null`,
  // Of another register, and of one that has not been handed over.
  `${cameBack(`'${NIL}'`)};
   select 1 from jatakk.delivery d where d.id operator(pg_catalog.=) '${HELD}' and d.state operator(pg_catalog.<>) 'claimed'`,
  `${cameBack(`(select d.register_id from jatakk.delivery d where d.id operator(pg_catalog.=) '${HELD}')`)};
   select 1 from jatakk.delivery d where d.id operator(pg_catalog.=) '${HELD}' and d.state operator(pg_catalog.<>) 'claimed'`,
  `select * from jatakk.came_back_of(gen_random_uuid())`,
  `select x from jatakk.complaints_about(gen_random_uuid()) x where x is not null`,
  `select * from jatakk.came_back_lately()`,
  `select x from jatakk.why_held_at_start('${CAMPAIGN}') x where x is not null`,
  `select * from jatakk.peek_confirmation('\\x00')`,
  `select x from jatakk.confirm('\\x00') x where x operator(pg_catalog.<>) 'unknown'`,
  `select * from jatakk.peek_invitation('\\x00')`,
  `select * from jatakk.records_of_confirmation('\\x00')`,
  `select * from jatakk.records_of_receipt(gen_random_uuid(), 1)`,
  `select x from jatakk.request_receipt('\\x00') x where x operator(pg_catalog.<>) 'unknown'`,
  `select * from jatakk.look_up('\\x00', (select id from jatakk.register limit 1), '\\x00', '{}', 'fordi', '\\x00') l
     where l.verdict operator(pg_catalog.<>) 'forbidden'`,
  // Somebody held for another session, or for none.
  `select * from jatakk.show_held('\\x00', (select id from jatakk.register limit 1), '\\x00', '\\x00', '{}')`,
  `select * from jatakk.records_of_held('\\x00', (select id from jatakk.register limit 1), '\\x00', '\\x00')`,
  ...[
    `end_held('\\x00', '${NIL}', '\\x00', '\\x00', '${NIL}')`,
    ...['send_link_to_held', 'erase_held'].map((name) => `${name}('\\x00', '${NIL}', '\\x00', '\\x00')`),
  ].map((call) => `select x from jatakk.${call} x where x operator(pg_catalog.<>) 'over'`),
  `select x from jatakk.enter_record(gen_random_uuid(), gen_random_uuid(), '\\x00', '\\x00', 1, '\\x00') x where x`,
  `select * from jatakk.take_records(10, array[gen_random_uuid()])`,
  `select x from jatakk.use_setup_link('\\x00') x where x`,
  // Nobody's session, and nobody's factors.
  `select x from jatakk.has_factor('${NIL}') x where x`,
  `select x from jatakk.needs_factor('${NIL}') x where x`,
  `select x from jatakk.open_session('\\x00', '${NIL}', '') x where x is not null`,
  `select * from jatakk.open_factors('\\x00')`,
  `select * from jatakk.find_passkey('\\x00', '\\x00')`,
  `select x from jatakk.begun_totp('\\x00') x where x is not null`,
  ...[
    `use_passkey('\\x00', '${NIL}', '\\x00', 1)`,
    `use_totp('\\x00', 1)`,
    `use_recovery_code('\\x00', '\\x00')`,
    `lift_session('\\x00', '\\x00', 'totp')`,
    `begin_totp('\\x00', '\\x00', 1)`,
    `enrol_totp('\\x00', 1)`,
    `enrol_passkey('\\x00', '\\x00', '\\x00', '\\x00', 0, '{}', 'x', 'x')`,
    `put_recovery_codes('\\x00', '{}')`,
  ].map((call) => `select x from jatakk.${call} x where x`),
  // A provider's word for somebody who is not linked, and links of a session that is none.
  `select x from jatakk.open_provider_session('\\x00', '\\x00', '', true) x where x is not null`,
  `select x from jatakk.provider_link('\\x00') x where x is not null`,
  ...[
    `is_provider_linked('\\x00')`,
    `link_provider(sha256('x'), '\\x00')`,
    `close_provider('\\x00')`,
    `reopen_provider('\\x00')`,
  ].map((call) => `select x from jatakk.${call} x where x`),
  `select jatakk.spend_provider_attempt(sha256('x'));
   select x from jatakk.spend_provider_attempt(sha256('x')) x where x`,
  `select x from jatakk.remove_factor('\\x00', null) x where x operator(pg_catalog.<>) 'not-confirmed'`,
  `select x from jatakk.change_password('\\x00', 'x', true) x where x operator(pg_catalog.<>) 'not-yours'`,
  `select x from jatakk.reset_password('\\x00', 'x', true) x where x operator(pg_catalog.<>) 'not-yours'`,
  `select * from jatakk.peek_password_reset('\\x00')`,
  `select x from jatakk.rename_passkey('\\x00', '${NIL}', 'x') x where x`,
  `select x from jatakk.reset_factors('\\x00', (select s.id from jatakk.staff s limit 1)) x
     where x operator(pg_catalog.<>) 'not-yours'`,
  `select jatakk.rename_me('\\x00', 'x'), jatakk.request_password_reset('\\x00');
   select 1 from jatakk.staff s where s.name operator(pg_catalog.=) 'x'`,
  `select jatakk.confirm_session('\\x00', 'totp'), jatakk.count_wrong_proof('\\x00', true);
   select 1 from jatakk.staff_session s where s.wrong operator(pg_catalog.>) 0`,
  `select x from jatakk.accept_invitation('\\x00', 'x') x where x is not null`,
  `select * from jatakk.open_deliveries(array[gen_random_uuid()], array[1]) o
     where o.address is not null or o.row_key is not null or o.verdict operator(pg_catalog.<>) 'lost-lease'`,
  `select * from jatakk.gate(array[gen_random_uuid()], array[1]) g where g.verdict operator(pg_catalog.<>) 'lost-lease'`,
  `select * from jatakk.notice_gate(gen_random_uuid(), 1) g
     where g.address is not null or g.verdict operator(pg_catalog.<>) 'lost-lease'`,
  `select * from jatakk.open_deliveries(array['${HELD}']::uuid[], array[7]) o
     where o.address is not null or o.row_key is not null or o.verdict operator(pg_catalog.<>) 'skip:not-confirmed'`,
  `select * from jatakk.open_deliveries(array['${HELD}']::uuid[], array[6]) o
     where o.address is not null or o.row_key is not null or o.verdict operator(pg_catalog.<>) 'lost-lease'`,
  `select * from jatakk.gate(array['${HELD}']::uuid[], array[6]) g where g.verdict operator(pg_catalog.<>) 'lost-lease'`,
  `select x from jatakk.withdraw_proposal('\\x00', gen_random_uuid()) x where x`,
  `select o from jatakk.propose_purpose('\\x00', '${LIST}', '[]', 'material', 'x') o where o.outcome operator(pg_catalog.<>) 'not-yours'`,
  `select x from jatakk.decide_proposal('\\x00', '${PROPOSAL}', '\\x00', true, 'material', 'password', null, null) x
     where x operator(pg_catalog.<>) 'not-signed-in'`,
  `select x from jatakk.submit_campaign('\\x00', '${CAMPAIGN}', '') x where x operator(pg_catalog.<>) 'not-yours'`,
  `select x from jatakk.may_see_campaign('\\x00', '${CAMPAIGN}') x where x`,
  `select x from jatakk.change_campaign('\\x00', (select c.register_id from jatakk.campaign c limit 1), '${CAMPAIGN}', 'nb', '', '', '') x
     where x`,
  // Images of nobody's session.
  `select x from jatakk.store_image('\\x00', (select r.id from jatakk.register r limit 1), 'x', 'image/png', 16, 16, '\\x00', null) x
     where x.outcome operator(pg_catalog.<>) 'not-yours'`,
  `select x from jatakk.describe_image('\\x00', (select r.id from jatakk.register r limit 1), '${NIL}', 'x') x where x`,
  `select x from jatakk.remove_image('\\x00', (select r.id from jatakk.register r limit 1), '${NIL}') x
     where x operator(pg_catalog.<>) 'unknown'`,
  `select x from jatakk.keep_template('\\x00', (select c.register_id from jatakk.campaign c limit 1), '${CAMPAIGN}', 'x') x
     where x.outcome operator(pg_catalog.<>) 'not-yours'`,
  `select x from jatakk.rename_template('\\x00', (select r.id from jatakk.register r limit 1), '${NIL}', 'x') x
     where x operator(pg_catalog.<>) 'unknown'`,
  `select x from jatakk.save_site_message('\\x00', null, null, '{"nb": {}}', 'https://example.org/', '/', null, null) x
      where x.outcome operator(pg_catalog.<>) 'not-yours'`,
  `select x from jatakk.show_site_message('\\x00', '${NIL}', true) x where x`,
  `select x from jatakk.remove_site_message('\\x00', '${NIL}') x where x`,
  `select x from jatakk.remove_template('\\x00', (select r.id from jatakk.register r limit 1), '${NIL}') x where x`,
  `select x from jatakk.set_theme('\\x00', (select r.id from jatakk.register r limit 1), '#000000', '#ffffff', 'sans', null) x
     where x operator(pg_catalog.<>) 'not-yours'`,
  `select x from jatakk.write_draft('\\x00', (select c.register_id from jatakk.campaign c limit 1), '${CAMPAIGN}', 7, null, 'nb',
     '', '', '', null, true) x where x.outcome operator(pg_catalog.<>) 'not-now'`,
  `select x from jatakk.bring_back('\\x00', (select c.register_id from jatakk.campaign c limit 1), '${CAMPAIGN}', '${NIL}') x where x`,
  `select x from jatakk.set_eyes('\\x00', '${LIST}', 1, 'x') x where x.outcome operator(pg_catalog.<>) 'not-yours'`,
  `select x from jatakk.propose_relay('\\x00', 'set', 1, 'ond.example', 465, 'tls', null, null, 'x') x
     where x.outcome operator(pg_catalog.<>) 'not-yours'`,
  `select x from jatakk.approved_content('${CAMPAIGN}') x where x is not null`,
  `select x from jatakk.why_not_approved(gen_random_uuid()) x where x is not null`,
  // Mail, with nobody's session, and notices that nobody holds.
  `select * from jatakk.open_conversation('\\x00', (select id from jatakk.register limit 1), '${NIL}') o
     where o.verdict operator(pg_catalog.<>) 'forbidden'`,
  ...[0, 1].map(
    (chunk) =>
      `select * from jatakk.open_part('\\x00', (select id from jatakk.register limit 1), '${NIL}', '${NIL}', 0, ${chunk}) o
         where o.verdict operator(pg_catalog.<>) 'forbidden'`,
  ),
  `select * from jatakk.search_mail('\\x00', (select id from jatakk.register limit 1), '{}') o
     where o.verdict operator(pg_catalog.<>) 'forbidden'`,
  `select x from jatakk.write_message('\\x00', (select id from jatakk.register limit 1), '${NIL}', gen_random_uuid(), 'note',
     '\\x00', 1, '\\x00', null, null) x where x operator(pg_catalog.<>) 'forbidden'`,
  `select * from jatakk.message_of_notice('${NIL}', 0)`,
  `select * from jatakk.inbox_lines('\\x00', (select id from jatakk.register limit 1), 'all', null, null, null, 10)`,
  ...[
    `assign_conversation('\\x00', '${NIL}', '${NIL}', null)`,
    `close_conversation('\\x00', '${NIL}', '${NIL}', true)`,
    `tag_conversation('\\x00', '${NIL}', '${NIL}', '{}')`,
    `erase_conversation('\\x00', '${NIL}', '${NIL}')`,
    `set_inbox('\\x00', (select r.id from jatakk.register r limit 1), true, 1, '{}', 1)`,
  ].map((call) => `select x from jatakk.${call} x where x`),
  `select x from jatakk.set_themes('\\x00', (select r.id from jatakk.register r limit 1), '{null}', '{x}') x
     where x operator(pg_catalog.<>) 'not-yours'`,
  `select x from jatakk.take_auto_reply('${NIL}', array['\\x00'::bytea], '{}') x where x`,
  `select x from jatakk.settle_conversations('${NIL}', 10) x where x operator(pg_catalog.<>) 0`,
  `select 1 where jatakk.forget_conversations() operator(pg_catalog.<>) 0`,
  `select 1 where jatakk.receives_mail()`,
  `select c.waiting from jatakk.inbox_counts() c where c.waiting operator(pg_catalog.<>) 0`,
  // Rotations that nobody has opened, and the end of a register that nobody ordered.
  ...['address', 'address-change', 'evidence', 'fields', 'consent', 'conversation', 'message', 'part'].map(
    (kind) => `select * from jatakk.rotation_rows('${ROTATION}', '${kind}', '${NIL}', 10)`,
  ),
  `select * from jatakk.rotation_links('${ROTATION}', '${NIL}', 10)`,
  `select * from jatakk.rotation_boxes('${ROTATION}', 10)`,
  `select x from jatakk.rotation_begin('${ROTATION}', 2, '\\x00', null, null) x where x`,
  `select x from jatakk.rotation_put('${ROTATION}', 'address', '{}', '{}', '{}') x where x <> 0`,
  ...['relay', 'offer'].map(
    (kind) =>
      `select x from jatakk.rotation_put_box('${ROTATION}', '${kind}', '1', '\\x00', '\\x00') x where x`,
  ),
  `select x from jatakk.rotation_switch('${ROTATION}') x where x`,
  `select x from jatakk.rotation_finish('${ROTATION}', '{}') x where x`,
  `select x from jatakk.clear_register((select r.id from jatakk.register r limit 1), 10) x where x <> 0`,
  `select * from jatakk.destroy_register_keys()`,
  `select x from jatakk.order_register_deletion((select r.id from jatakk.register r limit 1), '\\x00',
     (select r.name from jatakk.register r limit 1)) x where x operator(pg_catalog.<>) 'not-allowed'`,
  `select x from jatakk.call_off_register_deletion((select r.id from jatakk.register r limit 1), '\\x00') x where x`,
  `select * from jatakk.peek_reconsent('\\x00')`,
  `select x from jatakk.answer_reconsent('\\x00', true, 1, null, null, null) x where x operator(pg_catalog.<>) 'unknown'`,
  `select * from jatakk.ask_anew('${HELD}', 7, '\\x00')`,
  `select x from jatakk.change_list('\\x00', '${LIST}', 'close') x where x operator(pg_catalog.<>) 'not-yours'`,
  `select x from jatakk.draft_reconsent('\\x00', '${LIST}', 'nb', 'x') x where x is not null`,
  `select x from jatakk.draft_farewell('\\x00', '${LIST}', 'nb', 'x', 'x') x where x is not null`,
  `select x from jatakk.draft_correction('\\x00', '${CAMPAIGN}', 'x') x where x is not null`,
  `select * from jatakk.consented_counts(gen_random_uuid())`,
  `select x from jatakk.recipient_count(gen_random_uuid()) x where x is not null`,
  `select n.on_it from jatakk.list_numbers(gen_random_uuid()) n
     where n.on_it operator(pg_catalog.<>) 0 or n.ended operator(pg_catalog.<>) 0`,
  `select x from jatakk.confirmed_count(gen_random_uuid()) x where x operator(pg_catalog.<>) 0`,
  `select x from jatakk.fold_tally() x where x operator(pg_catalog.<) 0`,
  `select * from jatakk.failure_classes(gen_random_uuid())`,
  `select x from jatakk.arrivals_wait() x where x operator(pg_catalog.<>) 0`,
  // Return paths' keys for a receiver that is none, and a message that has come before.
  `select * from jatakk.keys_of_receiver('\\x00')`,
  ...['arrive', 'arrive_together'].map((name) => {
    const of = (sql: string) => (name === 'arrive' ? sql : `array[${sql}]`);
    const call = `jatakk.${name}(${of('gen_random_uuid()')}, ${of('(select r.id from jatakk.register r limit 1)')},
       ${of('1')}, ${of("'mail'")}, ${of("'\\x00'::bytea")}, ${name === 'arrive' ? "'{}'," : ''} ${of("sha256('x')")})`;
    return `select ${call}; select x from ${call} x where x::integer operator(pg_catalog.<>) 0`;
  }),
  `select x from jatakk.begin_rewrite(gen_random_uuid()) x where x`,
  `select x from jatakk.rewrite_batch(gen_random_uuid(), 100) x where x is not null`,
  // Nothing is old enough to be forgotten.
  `select 1 where jatakk.forget_ended() operator(pg_catalog.<>) 0`,
  `select 1 where jatakk.forget_deliveries() operator(pg_catalog.<>) 0`,
  `select jatakk.forget_suppressions(), jatakk.forget_sessions();
   select 1 where not exists (select 1 from jatakk.staff_session)`,
  // Neither what nobody holds, nor what is held and no longer due.
  `select * from jatakk.open_fields(array[gen_random_uuid()], array[1])`,
  `update jatakk.subscription set fields = '\\x00', fields_key_version = 1;
   select * from jatakk.open_fields(array['${HELD}']::uuid[], array[7])`,
  `select x from jatakk.begin_import('\\x00', gen_random_uuid(), '${LIST}', 'other', 'nb', '[{}]') x
     where x operator(pg_catalog.<>) 'not-yours'`,
  `select x from jatakk.end_reading(gen_random_uuid(), '{}') x where x`,
  `select x from jatakk.propose_import('\\x00', gen_random_uuid(), 'x') x where x operator(pg_catalog.<>) 'not-yours'`,
  `select x from jatakk.decide_proposal('\\x00', gen_random_uuid(), '\\x00', true, null, 'password', null, null) x
     where x operator(pg_catalog.<>) 'unknown'`,
  `select x from jatakk.drop_import('\\x00', gen_random_uuid()) x where x`,
  `select 1 where jatakk.forget_imports() operator(pg_catalog.<>) 0`,
  `select x from jatakk.transfer(gen_random_uuid(), null, null, null, null, null, null, null, null, null, null, null, null) x
     where x operator(pg_catalog.<>) 'not-approved'`,
  // No line for whoever has no session, none about a line that no member's page wrote, and no restore that nobody answered.
  `select x from jatakk.note_staff_act('\\x00', 'campaigns.create', null, null, null) x where x is not null`,
  `select x from jatakk.note_nothing(1, 403) x where x is not null`,
  `select x from jatakk.go_on_with_audit(1, sha256('x')) x where x`,
  `select x from jatakk.count_paper('\\x00', '${LIST}') x where x operator(pg_catalog.<>) 'not-yours'`,
  `select x from jatakk.drop_list_field(gen_random_uuid(), gen_random_uuid(), gen_random_uuid()) x where x`,
  // No log that is not there grows, and none begins beside the one that is open.
  `select x from jatakk.seal_leaves(gen_random_uuid(), 0, '{}', '{}', '{}', '{}', null, current_date, null, true) x where x`,
  `select x from jatakk.begin_log((select l.register_id from jatakk.ledger_log l limit 1), gen_random_uuid(), '\\x00', 1) x
     where x`,
  `select x from jatakk.resend_unknown(gen_random_uuid(), 0) x where x operator(pg_catalog.<>) 'not-now'`,
  `select x from jatakk.resend_unknown('${CAMPAIGN}', 1) x where x operator(pg_catalog.<>) 'other-number'`,
  `select 1 where jatakk.why_not_sendable('${CAMPAIGN}') is distinct from 'no-subject'`,
  `${settled(6, 'accepted')};
   select 1 from jatakk.delivery d where d.id operator(pg_catalog.=) '${HELD}' and d.state operator(pg_catalog.<>) 'claimed'`,
  `select * from jatakk.gate(array['${HELD}']::uuid[], array[7]) g
     where g.verdict operator(pg_catalog.<>) 'skip:not-confirmed'`,
  // Nobody holds what has been skipped.
  `${settled(7, 'accepted')};
   select 1 from jatakk.delivery d where d.id operator(pg_catalog.=) '${HELD}' and d.state operator(pg_catalog.<>) 'skipped'`,
  // And a bounce is written where it belongs, not into what stands in front.
  `update jatakk.delivery set state = 'claimed' where id operator(pg_catalog.=) '${HELD}';
   ${settled(7, 'bounced')};
   select 1 where not exists (select 1 from jatakk.suppression) `,
];

/**
 * Asks every function that runs as its owner something nobody may know, plainly and behind shadows: tables, functions
 * and operators of the same name earlier in the caller's path. Even as a role that may make such things, which
 * neither web nor keeper may. Returns the questions that were answered.
 */
export async function attackFunctions({ house }: Pick<TwoRegisters, 'house'>) {
  const attacker = new pg.Client({ connectionString: house.database.ownerUrl });
  await attacker.connect();
  try {
    await attacker.query('begin');
    await attacker.query(HELD_AND_NOT_DUE);
    const withoutShadows = await answered(attacker);
    await attacker.query('rollback');
    await attacker.query('begin');
    await attacker.query(HELD_AND_NOT_DUE);
    await attacker.query(SHADOWS);
    const shadowed = await attacker.query(
      `select 1 from jatakk.subscription s where s.unsubscribe_hash = '\\x00'`,
    );
    if (shadowed.rowCount === 0)
      throw new Error('the shadows do not stand in front: the attack proves nothing');
    const withShadows = await answered(attacker);
    await attacker.query('rollback');
    return { withoutShadows, withShadows };
  } finally {
    await attacker.end();
  }
}

async function answered(attacker: pg.Client): Promise<string[]> {
  const leaks: string[] = [];
  for (const question of QUESTIONS) {
    const answers = [await attacker.query(question)].flat();
    if (answers.at(-1)!.rowCount) leaks.push(question);
  }
  return leaks;
}
