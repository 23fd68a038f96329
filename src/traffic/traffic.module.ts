import { type DynamicModule, Module } from '@nestjs/common';
import { CountViews, WHERE_FROM, type WhereFrom } from './count-views.service.js';
import { KeepTraffic, TRAFFIC_DAILY } from './keep-traffic.service.js';
import { LocalResolver } from './local-resolver.js';
import { NetworkDomains } from './network-domains.js';
import { TrafficChoicesKept } from './traffic-choices.service.js';

export interface TrafficOptions {
  /** The operator's table of networks, and a resolver on this machine; both may be left out. */
  networkDomains: string | undefined;
  resolver: string | undefined;
  /** Statements of the schema `traffic` that are due every day. */
  daily: readonly string[];
}

/** Visits are counted here, and know nothing of anybody: no other domain is imported. */
@Module({})
export class TrafficModule {
  /** @throws NetworkDomainsError */
  static with({ networkDomains, resolver, daily }: TrafficOptions): DynamicModule {
    const whereFrom: WhereFrom = {
      table: networkDomains === undefined ? undefined : NetworkDomains.read(networkDomains),
      resolver: resolver === undefined ? undefined : new LocalResolver(resolver),
    };
    return {
      module: TrafficModule,
      providers: [
        { provide: WHERE_FROM, useValue: whereFrom },
        { provide: TRAFFIC_DAILY, useValue: daily },
        TrafficChoicesKept,
        CountViews,
        KeepTraffic,
      ],
      exports: [TrafficChoicesKept, CountViews, KeepTraffic],
    };
  }
}
