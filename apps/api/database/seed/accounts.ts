import type { ClearanceLevel, Position, UserRole } from '@aegis/contract';

/** Of the demo accounts only; new accounts need ten characters or more. */
export const DEMO_PASSWORD = 'demo123';

export interface DemoAccount {
  email: string;
  firstName: string;
  lastName: string;
  role: UserRole;
}

export interface DemoGuard extends DemoAccount {
  role: 'guard';
  licenseNumber: string;
  clearanceLevel: ClearanceLevel;
  skills: string[];
  certifications: string[];
  hourlyRateCents: number;
  base: Position;
}

export const DEMO_CUSTOMER: DemoAccount = {
  email: 'customer@aegis.demo',
  firstName: 'Dana',
  lastName: 'Customer',
  role: 'customer',
};

export const DEMO_ADMIN: DemoAccount = {
  email: 'admin@aegis.demo',
  firstName: 'Alex',
  lastName: 'Admin',
  role: 'admin',
};

/** Three guards around Los Angeles: downtown, Santa Monica and Pasadena, from the plain to the demanding job. */
export const DEMO_GUARDS: readonly DemoGuard[] = [
  {
    email: 'guard.alvarez@aegis.demo',
    firstName: 'Luis',
    lastName: 'Alvarez',
    role: 'guard',
    licenseNumber: 'G-100001',
    clearanceLevel: 'armed',
    skills: ['access control', 'crowd control', 'first aid'],
    certifications: ['BSIS Guard Card', 'Firearms Permit'],
    hourlyRateCents: 2800,
    base: { lat: 34.0407, lng: -118.2468 },
  },
  {
    email: 'guard.brooks@aegis.demo',
    firstName: 'Maya',
    lastName: 'Brooks',
    role: 'guard',
    licenseNumber: 'G-100002',
    clearanceLevel: 'basic',
    skills: ['access control', 'cctv', 'patrol'],
    certifications: ['BSIS Guard Card'],
    hourlyRateCents: 2200,
    base: { lat: 34.0195, lng: -118.4912 },
  },
  {
    email: 'guard.chen@aegis.demo',
    firstName: 'Wei',
    lastName: 'Chen',
    role: 'guard',
    licenseNumber: 'G-100003',
    clearanceLevel: 'executive',
    skills: ['access control', 'crowd control', 'close protection', 'defensive driving', 'first aid'],
    certifications: ['BSIS Guard Card', 'Firearms Permit', 'Executive Protection'],
    hourlyRateCents: 4200,
    base: { lat: 34.1478, lng: -118.1445 },
  },
];

export const DEMO_ACCOUNTS: readonly DemoAccount[] = [DEMO_CUSTOMER, ...DEMO_GUARDS, DEMO_ADMIN];
