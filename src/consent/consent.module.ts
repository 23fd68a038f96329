import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Catalogue } from './catalogue.service.js';
import { MakeList } from './make-list.service.js';
import { PurposeText } from './purpose-text.entity.js';

@Module({
  imports: [TypeOrmModule.forFeature([PurposeText])],
  providers: [Catalogue, MakeList],
  exports: [TypeOrmModule, Catalogue, MakeList],
})
export class ConsentModule {}
