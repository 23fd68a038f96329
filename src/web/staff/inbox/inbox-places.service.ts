import { Injectable, NotFoundException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { SignedIn } from '../../http/access.js';
import { Frames } from '../../http/frames.service.js';
import type { StaffFrame } from '../../pages/frame.js';

export interface InboxPlace {
  frame: StaffFrame;
  register: { id: string; name: string };
}

/** The frame of a page of one register's inbox. */
@Injectable()
export class InboxPlaces {
  constructor(private readonly frames: Frames) {}

  /** @throws 404 where there is no such register for this member */
  async at(registerId: string, member: SignedIn, request: FastifyRequest): Promise<InboxPlace> {
    const frame = await this.frames.staffFrame(request, member);
    const register = frame.registers.find(({ id }) => id === registerId.toLowerCase());
    if (!register) throw new NotFoundException();
    return { frame, register };
  }
}
