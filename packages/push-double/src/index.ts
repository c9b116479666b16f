export { type Pushed, PushService } from './push-service.js';
