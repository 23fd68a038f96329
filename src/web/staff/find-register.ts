import { NotFoundException } from '@nestjs/common';
import type { Repository } from 'typeorm';
import type { Register } from '../../registers/register.entity.js';

/** @throws 404 when there is no such register */
export async function findRegister(registers: Repository<Register>, id: string): Promise<Register> {
  const register = await registers.findOneBy({ id });
  if (!register) throw new NotFoundException();
  return register;
}
