import { client } from '../data/client';
import { MailedConfirmation } from './mailed-confirmation';
import { words } from '../words/words';

export function Page() {
  return (
    <MailedConfirmation
      title={words('account.verify.title')}
      action={words('account.verify.confirm')}
      done={words('account.verify.done')}
      confirm={(token) => client.auth.verifyEmail({ body: { token } })}
    />
  );
}
