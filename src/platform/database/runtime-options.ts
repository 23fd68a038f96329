import type { TypeOrmModuleOptions } from '@nestjs/typeorm';

export interface RuntimeDatabase {
  url: string;
  /** Shown in pg_stat_activity. */
  applicationName: string;
  poolSize: number;
}

/** TypeORM for a running process: maps, never creates. Nothing is logged, since parameters may be anything. */
export function runtimeOptions({ url, applicationName, poolSize }: RuntimeDatabase): TypeOrmModuleOptions {
  return {
    type: 'postgres',
    url,
    schema: 'jatakk',
    autoLoadEntities: true,
    synchronize: false,
    installExtensions: false,
    logging: false,
    poolSize,
    retryAttempts: 5,
    retryDelay: 1000,
    extra: { application_name: applicationName, options: '-c search_path=jatakk -c timezone=UTC' },
  };
}
