import { join } from 'node:path';

/** Where the deployed sample account is kept between the set-up and the journeys. */
export const snapshotFile = join(__dirname, '../../dist/test/sample-account.json');
