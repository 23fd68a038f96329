/** Whose something is, and so who may ask why it is kept. */
export type RetentionGroup = 'you' | 'staff' | 'house' | 'running';

/** How long one thing is kept. The page says it in words under `retention.<id>`. */
export interface RetentionRule {
  id: string;
  group: RetentionGroup;
  /** Where it lies. A table may hold several things; one without a rule fails a test. */
  tables: readonly string[];
  /** For how long after what its words name; none where it ends with something else, which they name too. */
  days?: number;
  months?: number;
  years?: number;
  /** What takes it away, run every day; none where whatever ends it takes it away at once. */
  statement?: string;
  /** As which role it is run, where not as the keeper's own: that one sees nothing of surveys, nor of traffic, which web sees to. */
  as?: 'survey' | 'traffic';
}

const FORGET_UNCONFIRMED = 'select jatakk.forget_unconfirmed()';
const FORGET_SUPPRESSIONS = 'select jatakk.forget_suppressions()';

const OF_A_PERSON = ['jatakk.subscriber', 'jatakk.subscription', 'vault.row_key'];

/** Every table of the database has its rule here (GDPR art. 5 no. 1 e). */
export const RETENTION = [
  { id: 'form', group: 'you', tables: ['jatakk.intake'] },
  {
    id: 'form-put-aside',
    group: 'you',
    tables: ['jatakk.intake'],
    days: 30,
    statement: 'delete from jatakk.intake where quarantined and put_aside_on <= current_date - 30',
  },
  { id: 'arrival', group: 'you', tables: ['jatakk.arrival', 'jatakk.arrival_part'] },
  {
    id: 'arrival-put-aside',
    group: 'you',
    tables: ['jatakk.arrival', 'jatakk.arrival_part'],
    days: 30,
    statement: 'delete from jatakk.arrival where quarantined and put_aside_on <= current_date - 30',
  },
  {
    id: 'arrival-seen',
    group: 'you',
    tables: ['jatakk.arrival_seen'],
    days: 14,
    statement: 'delete from jatakk.arrival_seen where on_day < current_date - 14',
  },
  { id: 'pending', group: 'you', tables: OF_A_PERSON, days: 7, statement: FORGET_UNCONFIRMED },
  { id: 'subscribed', group: 'you', tables: [...OF_A_PERSON, 'jatakk.consent_record'] },
  {
    id: 'ended',
    group: 'you',
    tables: [...OF_A_PERSON, 'jatakk.consent_record'],
    years: 3,
    statement: 'select jatakk.forget_ended()',
  },
  {
    id: 'erased',
    group: 'you',
    tables: ['jatakk.suppression'],
    years: 3,
    statement: FORGET_SUPPRESSIONS,
  },
  { id: 'stopped', group: 'you', tables: ['jatakk.suppression'] },
  {
    id: 'stopped-day',
    group: 'you',
    tables: ['jatakk.suppression'],
    days: 7,
    statement: FORGET_SUPPRESSIONS,
  },
  {
    id: 'mail',
    group: 'you',
    tables: ['jatakk.notice', 'jatakk.notice_subscription', 'jatakk.address_change', 'vault.row_key'],
    days: 7,
    statement: FORGET_UNCONFIRMED,
  },
  {
    id: 'undo',
    group: 'you',
    tables: ['jatakk.leave_undo'],
    statement: 'delete from jatakk.leave_undo where until < clock_timestamp()',
  },
  {
    id: 'delivery',
    group: 'you',
    tables: ['jatakk.delivery'],
    days: 180,
    statement: 'select jatakk.forget_deliveries()',
  },
  {
    id: 'question',
    group: 'you',
    tables: ['jatakk.reconsent_ask'],
    days: 180,
    statement: 'select jatakk.forget_questions()',
  },
  {
    id: 'throttle',
    group: 'you',
    tables: ['jatakk.throttle'],
    days: 1,
    statement: `delete from jatakk.throttle where day < current_date and key <> 'marker'`,
  },
  { id: 'journal', group: 'you', tables: ['jatakk.journal'] },
  {
    id: 'window',
    group: 'you',
    tables: ['jatakk.window_ask'],
    statement: 'delete from jatakk.window_ask where until < clock_timestamp()',
  },
  {
    id: 'looked-up',
    group: 'you',
    tables: ['jatakk.looked_up'],
    statement: 'delete from jatakk.looked_up where until < clock_timestamp()',
  },
  {
    id: 'survey-answer',
    group: 'you',
    tables: ['survey.used_ticket', 'survey.waiting', 'survey.answer'],
    years: 1,
    // Then it is closed, whatever its last day was to be, and closing takes them away.
    statement: `update survey.survey set state = 'closing', revision = revision + 1
                 where state = 'open' and month <= current_date - interval '1 year'`,
    as: 'survey',
  },
  { id: 'survey-words', group: 'you', tables: ['survey.said'] },
  {
    id: 'conversation',
    group: 'you',
    tables: [
      'jatakk.conversation',
      'jatakk.conversation_message',
      'jatakk.conversation_part',
      'jatakk.conversation_theme',
      'jatakk.auto_replied',
      'vault.row_key',
    ],
    // Each register says for how many months after closing; what machines wrote goes after thirty days.
    days: 30,
    statement: 'select jatakk.forget_conversations()',
  },
  { id: 'rewrite', group: 'you', tables: ['jatakk.rewrite', 'jatakk.rewrite_due'] },
  {
    id: 'member',
    group: 'staff',
    tables: [
      'jatakk.staff',
      'jatakk.role_act',
      'jatakk.staff_passkey',
      'jatakk.staff_totp',
      'jatakk.staff_recovery_code',
      'jatakk.staff_provider_link',
    ],
  },
  {
    id: 'role',
    group: 'staff',
    tables: ['jatakk.staff_grant'],
    statement: 'select jatakk.forget_deputies()',
  },
  {
    id: 'session',
    group: 'staff',
    tables: [
      'jatakk.staff_session',
      'jatakk.staff_half_session',
      'jatakk.staff_totp_begun',
      'jatakk.staff_spent_challenge',
      'jatakk.spent_provider_attempt',
    ],
    statement: 'select jatakk.forget_sessions()',
  },
  {
    id: 'staff-mail',
    group: 'staff',
    tables: ['jatakk.notice'],
    days: 30,
    statement: `delete from jatakk.notice where kind in ('invitation', 'campaign-test')
                   and state in ('accepted', 'unknown', 'bounced', 'skipped', 'dead')
                   and coalesce(accepted_at, handed_at, not_before) < clock_timestamp() - interval '30 days'`,
  },
  {
    id: 'look',
    group: 'staff',
    tables: ['jatakk.record_look'],
    years: 3,
    statement: `delete from jatakk.record_look where at < clock_timestamp() - interval '3 years'`,
  },
  {
    id: 'opening',
    group: 'staff',
    tables: ['jatakk.conversation_opening'],
    years: 3,
    statement: `delete from jatakk.conversation_opening where at < clock_timestamp() - interval '3 years'`,
  },
  {
    id: 'rights',
    group: 'staff',
    tables: ['jatakk.rights_request'],
    years: 3,
    statement: `delete from jatakk.rights_request where done_on < current_date - interval '3 years'`,
  },
  {
    id: 'paper',
    group: 'staff',
    tables: ['jatakk.paper_count'],
    years: 3,
    statement: `delete from jatakk.paper_count where day < current_date - interval '3 years'`,
  },
  {
    id: 'import-row',
    group: 'you',
    tables: ['jatakk.import_row'],
    days: 7,
    statement: 'select jatakk.forget_imports()',
  },
  { id: 'import', group: 'house', tables: ['jatakk.import', 'jatakk.import_wording'] },
  { id: 'audit', group: 'staff', tables: ['jatakk.audit'] },
  { id: 'proposal', group: 'staff', tables: ['jatakk.proposal', 'jatakk.relay_offer'] },
  { id: 'register-deletion', group: 'staff', tables: ['jatakk.register_deletion'] },
  {
    id: 'campaign',
    group: 'house',
    tables: [
      'jatakk.campaign',
      'jatakk.campaign_link',
      'jatakk.delivery_tally',
      'jatakk.failure_count',
      'jatakk.came_back',
      'jatakk.complaint_alarm',
    ],
  },
  {
    id: 'count',
    group: 'house',
    tables: ['jatakk.count_waiting', 'jatakk.count_shown'],
  },
  { id: 'survey', group: 'house', tables: ['survey.survey', 'survey.tally', 'survey.house'] },
  { id: 'traffic-today', group: 'house', tables: ['traffic.running'] },
  {
    id: 'traffic',
    group: 'house',
    tables: ['traffic.kept'],
    months: 25,
    statement: 'select traffic.forget()',
    as: 'traffic',
  },
  { id: 'traffic-setting', group: 'house', tables: ['traffic.setting', 'traffic.site'] },
  {
    id: 'image',
    group: 'house',
    tables: ['jatakk.image', 'jatakk.image_size', 'jatakk.campaign_image'],
  },
  {
    id: 'inbox',
    group: 'house',
    tables: ['jatakk.inbox_setting', 'jatakk.inbox_theme', 'jatakk.theme_gone', 'jatakk.heard'],
  },
  { id: 'template', group: 'house', tables: ['jatakk.template'] },
  { id: 'site-message', group: 'house', tables: ['jatakk.site_message'] },
  { id: 'theme', group: 'house', tables: ['jatakk.theme'] },
  {
    id: 'draft',
    group: 'house',
    tables: ['jatakk.campaign_version'],
    days: 90,
    statement: `delete from jatakk.campaign_version where (register_id, campaign_id) in (
                  select c.register_id, c.id from jatakk.campaign c where c.state in ('sent', 'cancelled')
                     and coalesce(c.finished_at, c.edited_at) < clock_timestamp() - interval '90 days')`,
  },
  {
    id: 'list',
    group: 'house',
    tables: [
      'jatakk.register',
      'jatakk.list',
      'jatakk.subscription_tally',
      'jatakk.purpose_text',
      'jatakk.list_field',
      'jatakk.list_field_text',
    ],
  },
  { id: 'list-size', group: 'house', tables: ['jatakk.list_size'] },
  {
    id: 'house',
    group: 'house',
    tables: [
      'jatakk.organisation',
      'jatakk.installation',
      'jatakk.web_settings',
      'jatakk.counting_said',
      'jatakk.privacy_text',
      'jatakk.relay_place',
    ],
  },
  { id: 'said', group: 'house', tables: ['jatakk.facts_version'] },
  { id: 'relay', group: 'house', tables: ['jatakk.relay', 'jatakk.relay_change'] },
  {
    id: 'ledger',
    group: 'house',
    tables: [
      'jatakk.ledger_log',
      'jatakk.ledger_waiting',
      'jatakk.ledger_leaf',
      'jatakk.ledger_node',
      'jatakk.ledger_head',
    ],
  },
  {
    id: 'key',
    group: 'house',
    tables: ['vault.ring_key', 'jatakk.sealing_key', 'jatakk.dkim_key', 'jatakk.rotation'],
  },
  {
    id: 'keeper',
    group: 'running',
    tables: ['jatakk.keeper_here'],
    days: 1,
    statement: `delete from jatakk.keeper_here where seen_at < clock_timestamp() - interval '1 day'`,
  },
  {
    id: 'receiver',
    group: 'running',
    tables: ['jatakk.receiver', 'jatakk.receiver_key'],
    days: 30,
    statement: 'delete from jatakk.receiver where seen_on < current_date - 30',
  },
  { id: 'log', group: 'running', tables: [], days: 30 },
  { id: 'queue', group: 'running', tables: ['bullmq.*'], days: 1 },
  { id: 'version', group: 'running', tables: ['jatakk.migration', 'jatakk.restore_question'] },
] as const satisfies readonly RetentionRule[];

/** The statements that are run every day by the keeper, each once, in their order. */
export const DAILY_STATEMENTS: readonly string[] = statements(undefined);

/** Those that it runs as the role of surveys. */
export const DAILY_STATEMENTS_OF_SURVEYS: readonly string[] = statements('survey');

/** Those that web runs, as the role of traffic. */
export const DAILY_STATEMENTS_OF_TRAFFIC: readonly string[] = statements('traffic');

function statements(as: RetentionRule['as']): string[] {
  const rules: readonly RetentionRule[] = RETENTION;
  return [...new Set(rules.flatMap((rule) => (rule.statement && rule.as === as ? [rule.statement] : [])))];
}
