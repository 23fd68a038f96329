import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Two schemas beside people's: surveys and traffic. Each is seen by one role, which sees nothing else, and nothing of
 * one names anything of another: either stands when the others are dropped.
 */
export class KeepApart1700000000039 implements MigrationInterface {
  name = 'KeepApart1700000000039';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema survey;
      create schema traffic;
      revoke all on schema survey, traffic from public;
      grant usage on schema survey to jatakk_survey;
      grant usage on schema traffic to jatakk_traffic;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
