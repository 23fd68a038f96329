import { DataSource } from 'typeorm';
import { faultCode } from '../platform/fault-code.js';

/** Runs `work` on a connection to the database as its owner. */
export async function asDatabaseOwner<T>(
  url: string,
  work: (database: DataSource) => Promise<T>,
): Promise<T> {
  const database = new DataSource({
    type: 'postgres',
    url,
    installExtensions: false,
    poolSize: 1,
    extra: { application_name: 'jatakk-cli' },
  });
  try {
    await database.initialize();
  } catch (error) {
    throw new Error(`The database cannot be reached as its owner (${faultCode(error)}).`, { cause: error });
  }
  try {
    return await work(database);
  } finally {
    await database.destroy();
  }
}
