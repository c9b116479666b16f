/** E-mails about the account, and what stands around every e-mail. */
export const mails = {
  why: 'You get this because of your account with Aegis.',
  open: 'Open it in Aegis',
  stop: 'No more e-mails of this kind',
  digest: '{count, plural, one {One thing needs you} other {# things need you}}',
  'verification.subject': 'Confirm your e-mail address',
  'verification.text':
    'Please confirm that this address is yours:\n\n{link}\n\nThe link works once, for {hours, plural, one {# hour} other {# hours}}. If you did not open an account, ignore this mail.',
  'reset.subject': 'Set a new password',
  'reset.text':
    'Somebody, probably you, asked for a new password. Set it here:\n\n{link}\n\nThe link works once, for {minutes, plural, one {# minute} other {# minutes}}. If it was not you, ignore this mail: nothing changes.',
  'passwordChanged.subject': 'Your password was changed',
  'passwordChanged.text':
    'The password of your account was changed and all other devices were signed out. If it was not you, set a new password at once and write to support.',
  'newAddress.subject': 'Confirm your new e-mail address',
  'newAddress.text':
    'Somebody, probably you, wants to use this address for their account with Aegis. Confirm it here:\n\n{link}\n\nThe link works once, for {hours, plural, one {# hour} other {# hours}}. If it was not you, ignore this mail: nothing changes.',
  'addressChangeAsked.subject': 'Your e-mail address is to be changed',
  'addressChangeAsked.text':
    'Somebody who knows your password, probably you, asked for another e-mail address for your account. It changes when the new address is confirmed. If it was not you, set a new password at once and write to support.',
  'addressChangeBySupport.subject': 'Your e-mail address is to be changed',
  'addressChangeBySupport.text':
    'Our support was asked, probably by you, for another e-mail address for your account. It changes when the new address is confirmed. If it was not you, write to support at once.',
  'addressChanged.subject': 'Your e-mail address was changed',
  'addressChanged.text':
    'Your account is used with another e-mail address from now on; this one is told nothing more. If it was not you, write to support at once.',
  'guesses.subject': 'Wrong passwords for your account',
  'guesses.text':
    'Somebody has tried to sign in to your account with a wrong password {times, plural, one {once} other {# times}} within a day. Nobody has got in that way. If it was not you and your password is short, or used elsewhere too, set another one: {link}. You are not told again while it goes on.',
  'secondFactorOn.subject': 'A second factor protects your account',
  'secondFactorOn.text':
    'From now on a code of your authenticator is asked for when somebody signs in to your account; all other devices were signed out. If it was not you, set a new password at once and write to support.',
  'secondFactorOff.subject': 'Your account has no second factor any more',
  'secondFactorOff.text':
    'Nobody is asked for a code any more when they sign in to your account; all other devices were signed out. If it was not you, set a new password at once and write to support.',
  'closing.subject': 'Your account is closed',
  'closing.text':
    'Your account is closed, you are signed out everywhere and your positions are deleted. On {day} everything else that names you will be erased; the amounts of past payments stay in the books without your name.\n\nTo keep the account, sign in before that day:\n\n{link}',
  'inactivity.subject': 'Your account will be closed',
  'inactivity.text':
    'You have not signed in for almost a year. If you do not want your account to be closed on {day}, sign in before that day:\n\n{link}',
  'export.subject': 'Your data is ready',
  'export.text': 'Everything we hold on you has been put together. Sign in and fetch it until {day}:\n\n{link}',
  'passkeyAdded.subject': 'A passkey was added to your account',
  'passkeyAdded.text':
    'From now on the passkey “{name}” signs in to your account, without a password. If it was not you, set a new password at once, remove passkeys that you do not know, and write to support.',
  'passkeyRemoved.subject': 'A passkey was removed from your account',
  'passkeyRemoved.text':
    'The passkey “{name}” signs in to your account no more; all other devices were signed out. If it was not you, set a new password at once, remove passkeys that you do not know, and write to support.',
} as const;
