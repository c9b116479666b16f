/** The signed receipt of a shift: its format, and what checks it without asking anybody. */
export { type AgreedHours, agreementText, canonical, FORMAT } from './canonical.js';
export {
  agreementBody,
  type AgreementBody,
  deviceSignature,
  type DeviceSignature,
  hoursBody,
  type HoursBody,
  type Opening,
  type ReceiptEntry,
  receiptEntry,
  type ReceiptFile,
  receiptKeys,
  type ReceiptKeys,
  type ReceiptParty,
  type RecordedTime,
} from './format.js';
export { commitmentTo, hashOf, hashOfTime, isSignedByDevice, platformKey, signBody } from './signing.js';
export { RefusedReceipt } from './refusal.js';
export { type CheckedReceipt, ReceiptChecker } from './verify.js';
export { inWords } from './words.js';
