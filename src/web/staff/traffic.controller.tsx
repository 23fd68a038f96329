import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { dayIn, TIME_ZONE } from '../../platform/i18n/formats.js';
import { OWN_SITE } from '../../traffic/dimensions.js';
import { TrafficChoicesKept } from '../../traffic/traffic-choices.service.js';
import { kindsOf, sitesWithCounts, totalsOf } from '../../traffic/traffic.queries.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { SayCounting } from '../http/say-counting.service.js';
import { parseForm } from '../http/parse-form.js';
import { publicPaths, staffPaths } from '../pages/paths.js';
import { anyFault } from './fields.js';
import { noticeOf, withDone } from './notices.js';
import { TrafficPage } from './pages/traffic/traffic-page.js';
import { TrafficSettingsPage } from './pages/traffic/traffic-settings-page.js';
import { askingOf, sitesOf, trafficFaults, trafficForm, type TrafficValues } from './traffic-form.js';
import { TRAFFIC_GRAINS, trafficPeriods, trafficStarts } from './traffic-view.js';

/** Of each kind so many are shown by themselves. */
const MOST_SHOWN = 20;

/** How many pages were looked at, and what is counted. */
@Controller('staff/traffic')
export class TrafficController {
  constructor(
    @InjectDataSource('traffic') private readonly traffic: DataSource,
    private readonly choices: TrafficChoicesKept,
    private readonly saying: SayCounting,
    private readonly frames: Frames,
  ) {}

  @Get()
  @May('see')
  async show(@Member() member: SignedIn, @Req() request: FastifyRequest): Promise<Page> {
    const query = request.query as { by?: unknown; site?: unknown };
    const grain = TRAFFIC_GRAINS.find((one) => one === query.by) ?? 'day';
    const today = dayIn(TIME_ZONE);
    const starts = trafficStarts(grain, today);
    const [frame, choices, counted, publicUrl] = await Promise.all([
      this.frames.staffFrame(request, member),
      this.choices.read(),
      sitesWithCounts(this.traffic),
      this.frames.publicUrl(),
    ]);
    const sites = [...new Set([OWN_SITE, ...choices.sites, ...counted])];
    const site = sites.find((one) => one === query.site) ?? OWN_SITE;
    const since = { site, from: starts[0]! };
    const [totals, soFar, kinds] = await Promise.all([
      totalsOf(this.traffic, since, grain),
      totalsOf(this.traffic, { site, from: today }, 'day'),
      kindsOf(this.traffic, since, MOST_SHOWN),
    ]);
    return new Page(
      <TrafficPage
        frame={frame}
        grain={grain}
        sites={sites}
        site={site}
        ownHost={new URL(publicUrl).host}
        periods={trafficPeriods(totals, starts, grain)}
        today={trafficPeriods(soFar, [today])[0]!}
        kinds={kinds}
        choices={choices}
        {...noticeOf(request)}
      />,
    );
  }

  @Get('settings')
  @May('manage-organisation')
  async settings(@Member() member: SignedIn, @Req() request: FastifyRequest): Promise<Page> {
    const { counting, visitors, sites, asking } = await this.choices.read();
    return this.#form(member, request, {
      counting: counting ? 'yes' : 'no',
      visitors: visitors ? 'yes' : 'no',
      sites: sites.join('\n'),
      asking: [...asking],
    });
  }

  @Post('settings')
  @May('manage-organisation')
  async set(
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const values = parseForm(trafficForm, body);
    const errors = trafficFaults(values);
    if (anyFault(errors)) return this.#form(member, request, values, errors);
    const sites = sitesOf(values.sites).hosts;
    await this.choices.choose({
      counting: values.counting === 'yes',
      visitors: values.visitors === 'yes',
      sites,
      asking: askingOf(values, sites),
    });
    await this.saying.say();
    return new SeeOther(withDone(staffPaths.trafficSettings, 'saved'));
  }

  async #form(
    member: SignedIn,
    request: FastifyRequest,
    values: TrafficValues,
    errors: ReturnType<typeof trafficFaults> = {},
  ): Promise<Page> {
    const [frame, publicUrl, { sites }] = await Promise.all([
      this.frames.staffFrame(request, member),
      this.frames.publicUrl(),
      this.choices.read(),
    ]);
    const tag = `<script defer src="${publicUrl}${publicPaths.beaconScript}"></script>`;
    const page = (
      <TrafficSettingsPage
        frame={frame}
        values={values}
        sites={sites}
        asking={askingOf(values, sites)}
        tag={tag}
        errors={errors}
        {...(request.method === 'GET' && noticeOf(request))}
      />
    );
    return new Page(page, anyFault(errors) ? { status: 422 } : {});
  }
}
