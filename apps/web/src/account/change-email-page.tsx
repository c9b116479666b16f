import { client } from '../data/client';
import { MailedConfirmation } from './mailed-confirmation';

export function Page() {
  return (
    <MailedConfirmation
      title="Confirm your new e-mail address"
      action="Use this address"
      done="Your address is changed"
      confirm={(token) => client.auth.confirmEmailChange({ body: { token } })}
    />
  );
}
