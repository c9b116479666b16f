import type { UserRole } from '@aegis/contract';
import { Navigate, Outlet, useLocation } from 'react-router';
import { useSession } from '../data/session';
import { homeOf } from './navigation';
import { PageSkeleton } from './states';

/** Opens its pages to some roles only. The server decides what anybody may read; this spares people a refusal. */
export function ForRole({ roles }: { roles: readonly UserRole[] }) {
  const { user, isLoading } = useSession();
  const { pathname, search } = useLocation();
  if (isLoading) return <PageSkeleton />;
  if (!user) return <Navigate to={`/sign-in?to=${encodeURIComponent(pathname + search)}`} replace />;
  return roles.includes(user.role) ? <Outlet context={user} /> : <Navigate to={homeOf(user.role)} replace />;
}
