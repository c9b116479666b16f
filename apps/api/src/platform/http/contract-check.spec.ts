import 'reflect-metadata';
import { Controller, Get, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { describe, expect, it } from 'vitest';
import { api } from '@aegis/contract';
import { refuseRoutesWithoutContract } from './contract-check.js';
import { Handles } from './handles.js';

@Controller()
class Described {
  @Handles(api.operations.live)
  live(): Promise<{ status: 'ok' }> {
    return Promise.resolve({ status: this.status() });
  }

  private status(): 'ok' {
    return 'ok';
  }
}

@Controller('backdoor')
class Backdoor {
  @Get()
  open(): string {
    return 'everything';
  }
}

async function check(...controllers: Type[]): Promise<void> {
  class Tested {}
  Module({ controllers })(Tested);
  const app = await NestFactory.create<NestFastifyApplication>(Tested, new FastifyAdapter(), { logger: false });
  try {
    refuseRoutesWithoutContract(app);
  } finally {
    await app.close();
  }
}

describe('a route that no contract describes', () => {
  it('stops the start and is named', async () => {
    await expect(check(Described, Backdoor)).rejects.toThrow('Backdoor.open has no endpoint in the contract');
  });

  it('is no method that is no route', async () => {
    await expect(check(Described)).resolves.toBeUndefined();
  });
});
