import { Controller, Get, NotFoundException, Req, Res } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { readImagePath } from '../../campaigns/images/image-path.js';
import { imageBytes } from '../../campaigns/images/images.queries.js';
import { Public } from '../http/access.js';

/** Mail programs, their proxies and archives ask for it from anywhere; there is nothing in it that could run. */
const HEADERS = {
  'cache-control': 'public, max-age=31536000, immutable',
  'cross-origin-resource-policy': 'cross-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
} as const;

/** The images of campaigns. Nothing is counted, noted or asked of whoever fetches one. */
@Controller('images')
@Public()
export class ImageController {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  @Get(':image/:width')
  async send(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const asked = readImagePath(request.url);
    const image = asked && (await imageBytes(this.database, asked.id, asked.width));
    if (!image) throw new NotFoundException();
    await reply.headers(HEADERS).type(image.mediaType).send(image.bytes);
  }
}
