import { Alert, Text } from '@mantine/core';
import { ApiError } from '@aegis/client/errors';
import { Problem } from '../layout/states';
import { distance } from '../words/distance';
import { words } from '../words/words';

const fact = (error: ApiError, name: string): number | null => {
  const value = error.facts[name];
  return typeof value === 'number' ? value : null;
};

/** A refused check-in says what is missing, in numbers. */
export function PresenceProblem({ error }: { error: Error }) {
  if (!(error instanceof ApiError)) {
    if (error.name !== 'Error') return <Problem error={error} />;
    return <Said text={error.message} />;
  }
  const meters = fact(error, 'distanceMeters');
  const allowed = fact(error, 'allowedMeters');
  if (error.code === 'outside_geofence' && meters !== null && allowed !== null)
    return <Said text={words('guard.presence.closer', { away: distance(meters), enough: distance(allowed) })} />;
  return <Problem error={error} />;
}

const Said = ({ text }: { text: string }) => (
  <Alert color="yellow" title={words('guard.presence.notYet')} role="alert">
    <Text size="sm" className="figures">
      {text}
    </Text>
  </Alert>
);
