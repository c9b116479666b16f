import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import { ENDPOINT } from './handles.js';

const PATH_METADATA = 'path';

/** A route that no contract describes has no access rule, no validation and no shape: it stops the start. */
export function refuseRoutesWithoutContract(app: NestFastifyApplication): void {
  const reflector = app.get(Reflector);
  const scanner = new MetadataScanner();
  for (const module of app.get(ModulesContainer).values())
    for (const { instance, name } of module.controllers.values())
      for (const method of scanner.getAllMethodNames(Object.getPrototypeOf(instance) as object)) {
        const handler = (instance as Record<string, unknown>)[method] as () => unknown;
        const isRoute = Reflect.hasMetadata(PATH_METADATA, handler);
        if (isRoute && !reflector.get(ENDPOINT, handler))
          throw new Error(`${String(name)}.${method} has no endpoint in the contract`);
      }
}
