/*
 * Browsers check signatures only asynchronously, and traces do not wait: the page says that it does not check them (trace-question.ts), and asks for
 * the claims instead.
 */
const missing = (): never => {
  throw new Error('The page does not check signatures.');
};

export const constants = { RSA_PKCS1_PSS_PADDING: 6 };
export const createPublicKey = missing;
export const verify = missing;

export class X509Certificate {
  constructor() {
    missing();
  }
}
