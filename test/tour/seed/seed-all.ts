import type { EmptyHouse } from '../empty-house.js';
import { seedCampaigns } from './seed-campaigns.js';
import { seedCounts } from './seed-counts.js';
import { seedHouse } from './seed-house.js';
import { seedImages } from './seed-images.js';
import { seedLog } from './seed-log.js';
import { seedPeople } from './seed-people.js';
import { seedSurveys } from './seed-surveys.js';
import { seedTalks } from './seed-talks.js';
import { seedTold } from './seed-told.js';
import { seedVisits } from './seed-visits.js';
import { seedWork } from './seed-work.js';

/**
 * A year, written into an empty house by the owner of its database. Answers the ways to answer the survey that is open:
 * they stand nowhere else.
 * @param scale 1: as planned; less: so many of the people
 */
export async function seedAll(house: EmptyHouse, scale: number): Promise<string[]> {
  const { owner } = house;
  await seedHouse(house);
  await seedPeople(house, scale);
  await seedTalks(house);
  const tickets = await seedSurveys(house);
  // Past the triggers that would note all this as done today.
  await owner.query('set session_replication_role = replica');
  await seedImages(owner);
  await seedCounts(owner);
  await seedCampaigns(owner, scale);
  await seedWork(owner);
  await seedVisits(owner);
  await seedTold(owner, scale);
  await seedLog(owner);
  await owner.query('set session_replication_role = origin');
  await owner.query('vacuum (analyze)');
  return tickets;
}
