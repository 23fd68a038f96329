import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Surveys. Nothing in this schema names a person, a delivery or a campaign, no row has a time finer than the month, and
 * no row of an answer is written when it was given: it waits sealed, among others.
 */
export class AskInSurveys1700000000040 implements MigrationInterface {
  name = 'AskInSurveys1700000000040';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table survey.survey (
        id uuid primary key,
        -- Whose purpose it is asked under: ids, never relations.
        register_id uuid not null,
        list_id uuid not null,
        state text not null default 'draft'
          check (state in ('draft', 'opening', 'open', 'closing', 'closed')),
        -- A SurveyDefinition.
        definition jsonb not null check (jsonb_typeof(definition) = 'object'),
        -- Asks about what is especially protected (GDPR art. 9), with an explicit yes to it: cells are larger then.
        sensitive boolean not null default false,
        -- Closed by itself at the end of this day.
        closes_on date,
        -- Ed25519: whoever holds a ticket was invited. X25519: to what answers are sealed while they wait.
        ticket_key bytea check (length(ticket_key) = 32),
        answer_key bytea check (length(answer_key) = 32),
        -- The private halves, wrapped under the keeper's secret; gone when it is closed.
        wrapped_keys bytea,
        -- How many had answered when it was closed.
        answered integer check (answered >= 0),
        month date not null default date_trunc('month', now()) check (extract(day from month) = 1),
        revision integer not null default 1,
        check ((state in ('draft', 'opening')) = (ticket_key is null)),
        check ((ticket_key is null) = (answer_key is null)),
        check ((state in ('open', 'closing')) = (wrapped_keys is not null)),
        check ((state = 'closed') = (answered is not null))
      );
      create index survey_of_list on survey.survey (register_id, list_id);

      -- A ticket that has been used, by its SHA-256. Which mail it came in is known to nobody.
      create table survey.used_ticket (
        survey_id uuid not null references survey.survey (id) on delete cascade,
        hash bytea not null check (length(hash) = 32),
        primary key (survey_id, hash)
      );

      -- An answer, sealed and padded to one length, until enough others have come.
      create table survey.waiting (
        id uuid primary key,
        survey_id uuid not null references survey.survey (id) on delete cascade,
        sealed bytea not null
      );
      create index waiting_of_survey on survey.waiting (survey_id);

      -- Answers with options and numbers, one row a person, until the survey is closed and counted.
      create table survey.answer (
        id uuid primary key,
        survey_id uuid not null references survey.survey (id) on delete cascade,
        month date not null check (extract(day from month) = 1),
        answers jsonb not null check (jsonb_typeof(answers) = 'object')
      );
      create index answer_of_survey on survey.answer (survey_id);

      -- What people wrote, apart from what else they answered. Shown to others only when a person has looked it through.
      create table survey.said (
        id uuid primary key,
        survey_id uuid not null references survey.survey (id) on delete cascade,
        question text not null,
        words text not null check (length(words) between 1 and 500),
        state text not null default 'unread' check (state in ('unread', 'shown', 'withheld'))
      );
      create index said_of_survey on survey.said (survey_id);

      -- All that is kept of answers once it is closed. A cell is an option, a number, or '' for nothing answered; in a
      -- matrix of the row.
      create table survey.tally (
        survey_id uuid not null references survey.survey (id) on delete cascade,
        question text not null,
        of_row text not null default '',
        cell text not null,
        count integer not null check (count > 0),
        primary key (survey_id, question, of_row, cell)
      );

      grant select, insert, delete on survey.survey to jatakk_survey;
      grant update (definition, sensitive, closes_on, state, ticket_key, answer_key, wrapped_keys, answered, revision)
        on survey.survey to jatakk_survey;
      grant select, insert, delete on survey.used_ticket, survey.waiting, survey.answer, survey.said, survey.tally
        to jatakk_survey;
      grant update (state, words) on survey.said to jatakk_survey;

      -- What is asked never changes once somebody may answer it, and a closed survey stays closed.
      create function survey.keep_definition() returns trigger
        language plpgsql set search_path = pg_catalog, survey, pg_temp as $$
      begin
        if old.state <> 'draft' and (new.definition, new.sensitive) is distinct from (old.definition, old.sensitive) then
          raise exception 'an open survey keeps its questions' using errcode = 'check_violation';
        elsif old.state <> new.state and (old.state, new.state) not in (
          ('draft', 'opening'), ('opening', 'draft'), ('opening', 'open'), ('open', 'closing'), ('closing', 'closed')) then
          raise exception 'a survey does not go from % to %', old.state, new.state using errcode = 'check_violation';
        end if;
        return new;
      end $$;
      revoke execute on function survey.keep_definition() from public;
      create trigger keep_definition before update on survey.survey
        for each row execute function survey.keep_definition();

      -- Who may read what people wrote before it is cleared of names. Nothing of surveys themselves lies among people's.
      insert into jatakk.role_act (act, role) values ('look-through', 'editor'), ('look-through', 'privacy-officer');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
