import { catalogue } from '../../platform/http/problem.js';

export const notificationErrors = catalogue({
  push_not_offered: { status: 409, sentence: 'This server sends no messages to devices.' },
  endpoint_not_public: {
    status: 422,
    sentence: 'The push service of a device has a public address with https. This one is not one.',
  },
});
