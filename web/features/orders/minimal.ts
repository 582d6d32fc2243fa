/**
 * An email address with only its beginning and its host, e.g. `i…@buyer.example`. A status link may be forwarded; whoever
 * opens it learns how far the parcels are, not how to write to the buyer.
 */
export function shortEmail(email: string): string {
  const at = email.lastIndexOf('@')
  return at < 1 ? '…' : `${[...email][0]}…${email.slice(at)}`
}
