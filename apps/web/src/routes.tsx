import { createBrowserRouter, type RouteObject } from 'react-router';
import { Landing } from './customer/landing';
import { AppFrame } from './app-frame';
import { NotFound, PageFailed } from './layout/page-failed';
import { ForRole } from './layout/for-role';
import { PageSkeleton } from './layout/states';

/** A page and what it needs are loaded when it is opened; only the landing page comes with the first script. */
const page = (path: string, load: () => Promise<{ Page: React.ComponentType }>): RouteObject => ({
  path,
  lazy: async () => ({ Component: (await load()).Page }),
  HydrateFallback: PageSkeleton,
  errorElement: <PageFailed />,
});

const customer: RouteObject = {
  element: <ForRole roles={['customer']} />,
  children: [page('/book', () => import('./customer/book/page'))],
};

const guard: RouteObject = {
  element: <ForRole roles={['guard']} />,
  children: [
    page('/duty', () => import('./guard/duty-page')),
    page('/earnings', () => import('./guard/earnings-page')),
    page('/profile', () => import('./guard/profile-page')),
  ],
};

const admin: RouteObject = {
  element: <ForRole roles={['admin']} />,
  children: [
    page('/admin', () => import('./admin/overview-page')),
    page('/admin/board', () => import('./admin/desk/board-page')),
    page('/admin/jobs/:id', () => import('./admin/desk/job-page')),
    page('/admin/people/:id', () => import('./admin/desk/person-page')),
    page('/admin/people/:id/book', () => import('./admin/desk/book-page')),
    page('/admin/jobs', () => import('./admin/jobs-page')),
    page('/admin/guards', () => import('./admin/guards-page')),
    page('/admin/users', () => import('./admin/users-page')),
    page('/admin/payments', () => import('./admin/payments-page')),
    page('/admin/reconciliation', () => import('./admin/reconciliation-page')),
    page('/admin/privacy', () => import('./admin/privacy-requests-page')),
    page('/admin/checks', () => import('./admin/background-checks-page')),
    page('/admin/audit', () => import('./admin/audit-page')),
    page('/admin/retention', () => import('./admin/retention-page')),
    page('/admin/indexes', () => import('./admin/indexes-page')),
  ],
};

const anyRole: RouteObject = {
  element: <ForRole roles={['customer', 'guard', 'admin']} />,
  children: [
    page('/jobs', () => import('./jobs/jobs-page')),
    page('/jobs/:id', () => import('./job-page')),
    page('/account', () => import('./account/account-page')),
    page('/messages', () => import('./account/messages-page')),
  ],
};

export const router = createBrowserRouter([
  {
    element: <AppFrame />,
    errorElement: <PageFailed />,
    HydrateFallback: PageSkeleton,
    children: [
      { path: '/', element: <Landing /> },
      page('/sign-in', () => import('./account/sign-in-page')),
      page('/sign-up', () => import('./account/sign-up-page')),
      page('/verify-email', () => import('./account/verify-email-page')),
      page('/change-email', () => import('./account/change-email-page')),
      page('/forgot-password', () => import('./account/forgot-password-page')),
      page('/unsubscribe', () => import('./account/unsubscribe-page')),
      page('/reset-password', () => import('./account/reset-password-page')),
      customer,
      guard,
      admin,
      anyRole,
      { path: '*', element: <NotFound /> },
    ],
  },
]);
