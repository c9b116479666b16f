import { client } from '../data/client';
import { MailedConfirmation } from './mailed-confirmation';
import { words } from '../words/words';

export function Page() {
  return (
    <MailedConfirmation
      title={words('account.address.newTitle')}
      action={words('account.address.use')}
      done={words('account.address.changed')}
      confirm={(token) => client.auth.confirmEmailChange({ body: { token } })}
    />
  );
}
