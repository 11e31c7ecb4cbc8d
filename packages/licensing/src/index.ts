export { daysLeft } from './days-left.ts';
export { issueLicence, type LicenceInput } from './issue-licence.ts';
export { createKeyPair, type KeyPair, type PrivateKey, parsePrivateKey } from './key-pair.ts';
export type { Licence, PublicKey } from './licence.ts';
export { LICENCE_MESSAGES, LicenceError, type LicenceErrorCode } from './licence-error.ts';
export { type MasterInput, signOrigins, verifyMasterSignature } from './master-signature.ts';
export { originAllowed } from './origin-allowed.ts';
export { canonicalOrigin, isLocalOrigin } from './origin-pattern.ts';
export { importPublicKey, type LoadedKey, parsePublicKey, readPublicKeys } from './public-keys.ts';
export {
  inspectLicence,
  type ReadLicenceOptions,
  readLicence,
  type VerifyLicenceOptions,
  verifyLicence,
} from './verify-licence.ts';
