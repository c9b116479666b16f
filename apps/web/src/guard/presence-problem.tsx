import { Alert, Text } from '@mantine/core';
import { ApiError } from '@aegis/client/errors';
import { Problem } from '../layout/states';
import { distance } from '../words/distance';

const fact = (error: ApiError, name: string): number | null => {
  const value = error.facts[name];
  return typeof value === 'number' ? value : null;
};

/** A refused check-in says what is missing, in numbers. */
export function PresenceProblem({ error }: { error: Error }) {
  if (!(error instanceof ApiError)) {
    if (error.name !== 'Error') return <Problem error={error} />;
    return <Said words={error.message} />;
  }
  const meters = fact(error, 'distanceMeters');
  const allowed = fact(error, 'allowedMeters');
  if (error.code === 'outside_geofence' && meters !== null && allowed !== null)
    return (
      <Said
        words={`You are ${distance(meters)} from the gate; ${distance(allowed)} is enough. Go closer and try again.`}
      />
    );
  return <Problem error={error} />;
}

const Said = ({ words }: { words: string }) => (
  <Alert color="yellow" title="Not yet" role="alert">
    <Text size="sm" className="figures">
      {words}
    </Text>
  </Alert>
);
