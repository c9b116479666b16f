import type { Group } from '@aegis/words/groups';
import { createBrowserRouter, type RouteObject } from 'react-router';
import { Landing } from './customer/landing';
import { AppFrame } from './app-frame';
import { announceNextPage } from './layout/heading-focus';
import { NotFound, PageFailed } from './layout/page-failed';
import { ForRole } from './layout/for-role';
import { PageSkeleton } from './layout/states';
import { needWords } from './words/speech';

type Load = () => Promise<{ Page: React.ComponentType }>;

/** A page, its words and what it needs are loaded when it is opened; only the landing page comes with the first script. */
const page = (path: string, load: Load, ...words: Group[]): RouteObject => ({
  path,
  lazy: async () => {
    const [{ Page }] = await Promise.all([load(), needWords('pages', ...words)]);
    return { Component: Page };
  },
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

const adminPage = (path: string, load: Load): RouteObject => page(path, load, 'admin');

const admin: RouteObject = {
  element: <ForRole roles={['admin']} />,
  children: [
    adminPage('/admin', () => import('./admin/overview-page')),
    adminPage('/admin/board', () => import('./admin/desk/board-page')),
    adminPage('/admin/jobs/:id', () => import('./admin/desk/job-page')),
    adminPage('/admin/people/:id', () => import('./admin/desk/person-page')),
    adminPage('/admin/people/:id/book', () => import('./admin/desk/book-page')),
    adminPage('/admin/jobs', () => import('./admin/jobs-page')),
    adminPage('/admin/guards', () => import('./admin/guards-page')),
    adminPage('/admin/users', () => import('./admin/users-page')),
    adminPage('/admin/payments', () => import('./admin/payments-page')),
    adminPage('/admin/disputes', () => import('./admin/disputes-page')),
    adminPage('/admin/reconciliation', () => import('./admin/reconciliation-page')),
    adminPage('/admin/privacy', () => import('./admin/privacy-requests-page')),
    adminPage('/admin/checks', () => import('./admin/background-checks-page')),
    adminPage('/admin/audit', () => import('./admin/audit-page')),
    adminPage('/admin/retention', () => import('./admin/retention-page')),
    adminPage('/admin/indexes', () => import('./admin/indexes-page')),
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

/** All of the application; what pictures and tests of every page are made of. */
export const ROUTES: RouteObject[] = [
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
      page('/your-rights', () => import('./account/rights-page')),
      page('/unsubscribe', () => import('./account/unsubscribe-page')),
      page('/terms', () => import('./about/terms-page')),
      page('/privacy', () => import('./about/privacy-page')),
      page('/help', () => import('./about/help-page')),
      page('/phones', () => import('./demo/phones-page')),
      page('/reset-password', () => import('./account/reset-password-page')),
      customer,
      guard,
      admin,
      anyRole,
      { path: '*', element: <NotFound /> },
    ],
  },
];

export const router = createBrowserRouter(ROUTES);

let shown = router.state.location.pathname;
router.subscribe(({ location: { pathname } }) => {
  if (pathname !== shown) announceNextPage();
  shown = pathname;
});
