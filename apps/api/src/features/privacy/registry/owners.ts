/** What entries of tables about jobs and money share. */

export const SEVEN_YEARS = 'Seven years, as books must be kept.';
// Arrays: beside an OR, IN (SELECT ...) is a look at every row of the table.
export const OF_MY_JOBS = 'job_id = ANY (ARRAY(SELECT id FROM jobs WHERE customer_id = $1 OR guard_id = $1))';
export const OF_MY_BOOKINGS = 'job_id = ANY (ARRAY(SELECT id FROM jobs WHERE customer_id = $1))';
