import { z } from 'zod';
import { endpoint, userRole } from './endpoint.js';
import { id, instant, phone, text } from './primitives.js';

export const userStatus = z.enum(['pending_verification', 'active', 'suspended', 'inactive']);
export type UserStatus = z.output<typeof userStatus>;

export const user = z
  .object({
    id,
    email: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    phone: z.string().nullable(),
    role: userRole,
    status: userStatus,
    emailVerifiedAt: instant.nullable(),
    identityVerifiedAt: instant.nullable(),
    createdAt: instant,
  })
  .meta({ id: 'User' });

/** 10 or more characters for a new account; the upper bound keeps hashing cheap to refuse. */
const newPassword = z
  .string()
  .min(10, 'a password has at least 10 characters')
  .max(200)
  .refine((value) => !value.includes('\0'), 'must not contain NUL');

const email = z.email().max(254);

const signedIn = z.object({ token: z.string(), expiresAt: instant, user }).meta({ id: 'SignedIn' });

const session = z
  .object({
    id,
    device: z.string().nullable(),
    ip: z.string().nullable(),
    createdAt: instant,
    lastActiveAt: instant,
    expiresAt: instant,
    current: z.boolean(),
  })
  .meta({ id: 'Session' });

export const auth = {
  register: endpoint({
    method: 'POST',
    path: '/auth/register',
    access: 'anyone',
    summary: 'Open a customer or guard account and sign in',
    body: z.strictObject({
      email,
      password: newPassword,
      firstName: text(80),
      lastName: text(80),
      role: z.enum(['customer', 'guard']),
      phone: phone.optional(),
    }),
    answer: signedIn,
    status: 201,
  }),
  login: endpoint({
    method: 'POST',
    path: '/auth/login',
    access: 'anyone',
    summary: 'Sign in',
    body: z.strictObject({ email, password: z.string().min(1).max(200) }),
    answer: signedIn,
  }),
  logout: endpoint({
    method: 'POST',
    path: '/auth/logout',
    access: 'signed-in',
    summary: 'Sign out: ends this session',
  }),
  sessions: endpoint({
    method: 'GET',
    path: '/auth/sessions',
    access: 'signed-in',
    summary: 'My live sessions, newest first',
    answer: z.object({ items: z.array(session), nextCursor: z.string().nullable() }),
  }),
  revokeSession: endpoint({
    method: 'DELETE',
    path: '/auth/sessions/:id',
    access: 'signed-in',
    summary: 'End one of my sessions',
    params: z.strictObject({ id }),
  }),
};

export const users = {
  me: endpoint({ method: 'GET', path: '/users/me', access: 'signed-in', summary: 'My account', answer: user }),
  changeMe: endpoint({
    method: 'PATCH',
    path: '/users/me',
    access: 'signed-in',
    summary: 'Change my name or phone number',
    body: z.strictObject({
      firstName: text(80).optional(),
      lastName: text(80).optional(),
      phone: phone.nullable().optional(),
    }),
    answer: user,
  }),
  eraseMe: endpoint({
    method: 'DELETE',
    path: '/users/me',
    access: 'signed-in',
    summary: 'Ask for the erasure of my account: signs out everywhere and closes the account at once',
  }),
};
