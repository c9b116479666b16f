import { client } from '../data/client';
import { MailedConfirmation } from './mailed-confirmation';

export function Page() {
  return (
    <MailedConfirmation
      title="Confirm your e-mail address"
      action="Confirm my address"
      done="Your address is confirmed"
      confirm={(token) => client.auth.verifyEmail({ body: { token } })}
    />
  );
}
