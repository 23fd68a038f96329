import { Module } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Doorbell } from './doorbell.js';

@Module({
  providers: [
    {
      provide: Doorbell,
      inject: [getDataSourceToken()],
      useFactory: (database: DataSource) => new Doorbell(database),
    },
  ],
  exports: [Doorbell],
})
export class DoorbellModule {}
