import { Controller, Get, Header, NotFoundException } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Public } from '../http/access.js';
import { Frames } from '../http/frames.service.js';

const YEAR_MS = 364 * 86_400_000;

/** For machines: whether the house stands, and whom to tell about a hole in it. */
@Controller()
@Public()
export class WellKnownController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly frames: Frames,
  ) {}

  @Get('health')
  async health(): Promise<{ status: 'ok' }> {
    await this.database.query('select 1');
    return { status: 'ok' };
  }

  /** RFC 9116 §2.5: at least one Contact, exactly one Expires, less than a year ahead. */
  @Get('.well-known/security.txt')
  @Header('content-type', 'text/plain; charset=utf-8')
  async securityTxt(): Promise<string> {
    const { organisation } = await this.frames.house();
    if (!organisation) throw new NotFoundException();
    const expires = new Date(
      Math.floor(Date.now() / 86_400_000) * 86_400_000 + YEAR_MS - 86_400_000,
    ).toISOString();
    return [
      `Contact: mailto:${organisation.email}`,
      `Expires: ${expires}`,
      'Preferred-Languages: nb, en',
      `Canonical: ${await this.frames.publicUrl()}/.well-known/security.txt`,
      '',
    ].join('\n');
  }

  @Get('robots.txt')
  @Header('content-type', 'text/plain; charset=utf-8')
  robots(): string {
    return 'User-agent: *\nDisallow: /confirm/\nDisallow: /u/\nDisallow: /r/\nDisallow: /staff\nDisallow: /setup/\nDisallow: /invitation/\n';
  }
}
