import { Global, Module } from '@nestjs/common';
import { Admission } from '../access.js';
import { RequestsUnderway } from '../overload/requests-underway.js';
import { RateLimits } from './rate-limits.js';

@Global()
@Module({ providers: [Admission, RateLimits, RequestsUnderway], exports: [Admission, RateLimits, RequestsUnderway] })
export class LimitsModule {}
