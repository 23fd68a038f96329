import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { refuseTooManyRights } from '../platform/database/effective-rights.js';
import { RIGHTS_OF_KEEPER } from '../platform/database/rights-of-keeper.js';
import { jsonLogger } from '../platform/http/json-logger.js';
import { OpeningError } from '../platform/sealing/opening-error.js';
import { KeyRings } from '../registers/key-rings.service.js';
import { KeeperModule, type KeeperOptions } from './keeper.module.js';

/** The keeper secret does not fit the keys in this database. */
export class WrongSecretError extends Error {
  constructor() {
    super(
      'The keeper secret does not open the keys in this database. It belongs to another data folder, or was replaced. ' +
        'Without the right one nobody can open the addresses.',
    );
  }
}

/**
 * Starts the keeper and makes the rings that are missing.
 * @throws TooManyRightsError, WrongSecretError
 */
export async function startKeeper(options: KeeperOptions): Promise<INestApplicationContext> {
  const keeper = await NestFactory.createApplicationContext(KeeperModule.with(options), {
    logger: jsonLogger('keeper', options.settings.LOG_LEVEL),
    abortOnError: false,
  });
  try {
    await refuseTooManyRights(keeper.get<DataSource>(getDataSourceToken()), 'keeper', RIGHTS_OF_KEEPER);
    const rings = keeper.get(KeyRings);
    await rings.checkSecret();
    await rings.makeMissing();
  } catch (error) {
    await keeper.close();
    throw error instanceof OpeningError ? new WrongSecretError() : error;
  }
  return keeper;
}
