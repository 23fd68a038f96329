import { Injectable, NotFoundException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { mayDo } from '../../staff/policy.js';
import type { SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import type { StaffFrame } from '../pages/frame.js';

type Register = StaffFrame['registers'][number];

/** The registers in which a member may look somebody up. */
@Injectable()
export class LookUpPlaces {
  constructor(private readonly frames: Frames) {}

  /** A page that was made by a POST has no address to be shown at again. */
  async all(
    member: SignedIn,
    request: FastifyRequest,
  ): Promise<{ frame: StaffFrame; registers: readonly Register[] }> {
    const frame = await this.frames.staffFrame(request, member);
    const registers = frame.registers.filter(({ id }) => mayDo(member.grants, 'look-up', { registerId: id }));
    return { frame, registers };
  }

  /** @throws 404, the same for a register that is not theirs as for one that is not */
  async at(
    registerId: string,
    member: SignedIn,
    request: FastifyRequest,
  ): Promise<{ frame: StaffFrame; register: Register }> {
    const { frame, registers } = await this.all(member, request);
    const register = registers.find(({ id }) => id === registerId.toLowerCase());
    if (!register) throw new NotFoundException();
    return { frame, register };
  }
}
