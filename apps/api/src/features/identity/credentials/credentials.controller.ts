import { Controller } from '@nestjs/common';
import { api, type Answer } from '@aegis/contract';
import { Handles, Received, type RequestTo } from '../../../platform/http/handles.js';
import { EmailChange } from './email-change.js';
import { EmailVerification } from './email-verification.js';
import { OwnSecondFactor } from './own-second-factor.js';
import { PasswordChange } from './password-change.js';

@Controller()
export class CredentialsController {
  constructor(
    private readonly passwords: PasswordChange,
    private readonly emails: EmailVerification,
    private readonly emailChange: EmailChange,
    private readonly ownFactor: OwnSecondFactor,
  ) {}

  @Handles(api.auth.changePassword)
  changePassword(@Received() { caller, body }: RequestTo<typeof api.auth.changePassword>): Promise<void> {
    return this.passwords.change(caller, body.currentPassword, body.newPassword);
  }

  @Handles(api.auth.forgotPassword)
  forgotPassword(@Received() { body }: RequestTo<typeof api.auth.forgotPassword>): Promise<void> {
    this.passwords.forgot(body.email);
    return Promise.resolve();
  }

  @Handles(api.auth.resetPassword)
  resetPassword(@Received() { body }: RequestTo<typeof api.auth.resetPassword>): Promise<void> {
    return this.passwords.reset(body.token, body.password);
  }

  @Handles(api.auth.sendVerification)
  sendVerification(@Received() { caller }: RequestTo<typeof api.auth.sendVerification>): Promise<void> {
    return this.emails.send(caller.userId);
  }

  @Handles(api.auth.verifyEmail)
  verifyEmail(@Received() { body }: RequestTo<typeof api.auth.verifyEmail>): Promise<void> {
    return this.emails.verify(body.token);
  }

  @Handles(api.auth.changeEmail)
  changeEmail(@Received() { caller, body }: RequestTo<typeof api.auth.changeEmail>): Promise<void> {
    return this.emailChange.ask(caller, body.email, body.password);
  }

  @Handles(api.auth.confirmEmailChange)
  confirmEmailChange(@Received() { body }: RequestTo<typeof api.auth.confirmEmailChange>): Promise<void> {
    return this.emailChange.confirm(body.token);
  }

  @Handles(api.auth.secondFactor)
  secondFactor(
    @Received() { caller }: RequestTo<typeof api.auth.secondFactor>,
  ): Promise<Answer<typeof api.auth.secondFactor>> {
    return this.ownFactor.state(caller);
  }

  @Handles(api.auth.offerSecondFactor)
  offerSecondFactor(
    @Received() { caller }: RequestTo<typeof api.auth.offerSecondFactor>,
  ): Promise<Answer<typeof api.auth.offerSecondFactor>> {
    return this.ownFactor.offer(caller);
  }

  @Handles(api.auth.turnOnSecondFactor)
  turnOnSecondFactor(
    @Received() { caller, body }: RequestTo<typeof api.auth.turnOnSecondFactor>,
  ): Promise<Answer<typeof api.auth.turnOnSecondFactor>> {
    return this.ownFactor.turnOn(caller, body);
  }

  @Handles(api.auth.turnOffSecondFactor)
  turnOffSecondFactor(@Received() { caller, body }: RequestTo<typeof api.auth.turnOffSecondFactor>): Promise<void> {
    return this.ownFactor.turnOff(caller, body);
  }
}
