import { Global, Module } from '@nestjs/common';
import { Admission } from '../access.js';
import { BodyBudget } from '../overload/body-budget.js';
import { RequestsUnderway } from '../overload/requests-underway.js';
import { RateLimits } from './rate-limits.js';

@Global()
@Module({
  providers: [Admission, BodyBudget, RateLimits, RequestsUnderway],
  exports: [Admission, BodyBudget, RateLimits, RequestsUnderway],
})
export class LimitsModule {}
