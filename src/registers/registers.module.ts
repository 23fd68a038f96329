import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { List } from './list.entity.js';
import { Organisation } from './organisation.entity.js';
import { Register } from './register.entity.js';

@Module({ imports: [TypeOrmModule.forFeature([Register, List, Organisation])], exports: [TypeOrmModule] })
export class RegistersModule {}
