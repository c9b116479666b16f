import { Global, Module } from '@nestjs/common';
import { RequestsUnderway } from '../overload/requests-underway.js';
import { RateLimits } from './rate-limits.js';

@Global()
@Module({ providers: [RateLimits, RequestsUnderway], exports: [RateLimits, RequestsUnderway] })
export class LimitsModule {}
