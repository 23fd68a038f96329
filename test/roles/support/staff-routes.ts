import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import { ACCESS, type Access } from '../../../src/web/http/access.js';
import type { Act } from '../../../src/staff/policy.js';
import type { TestHouse } from '../../support/house.js';

/** A route as Nest's own metadata has it. */
export interface RouteOfNest {
  method: 'GET' | 'POST';
  /** As in `/staff/registers/:register`. */
  pattern: string;
  access: Access | undefined;
}

export type StaffRoute = Omit<RouteOfNest, 'access'> & { act: Act | null };

/** Every route of every controller of the running web process. */
export function routesOfNest(house: TestHouse): RouteOfNest[] {
  const modules = [...house.web.get(ModulesContainer, { strict: false }).values()];
  return modules
    .flatMap(({ controllers }) => [...controllers.values()])
    .flatMap(({ metatype }) => routesOfController(metatype as new () => object));
}

/** Those for staff, each with the act that it asks for. */
export function staffRoutes(house: TestHouse): StaffRoute[] {
  return routesOfNest(house).flatMap(({ method, pattern, access }) =>
    access?.kind === 'staff' ? [{ method, pattern, act: access.act }] : [],
  );
}

/** Every route of one controller. */
export function routesOfController(controller: new () => object): RouteOfNest[] {
  const prefix = Reflect.getMetadata(PATH_METADATA, controller) as string;
  const prototype = controller.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    if (typeof handler !== 'function' || name === 'constructor') return [];
    const path = Reflect.getMetadata(PATH_METADATA, handler) as string | undefined;
    if (path === undefined) return [];
    const verb = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod];
    if (verb !== 'GET' && verb !== 'POST') throw new Error(`the matrix does not know the method ${verb}`);
    const access = (Reflect.getMetadata(ACCESS, handler) ?? Reflect.getMetadata(ACCESS, controller)) as
      Access | undefined;
    const pattern = `/${[prefix, path]
      .map((part) => part.replaceAll(/^\/|\/$/g, ''))
      .filter(Boolean)
      .join('/')}`;
    return [{ method: verb, pattern, access }];
  });
}
