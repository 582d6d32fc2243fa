/**
 * The `Idempotency-Key` of a form that is sent: the same form with the same entries is the same request, however often it is
 * sent; with other entries, after a refusal, it is another one.
 * @param formKey made when the form was shown
 */
export async function requestKey(formKey: string, entries: unknown): Promise<{ 'idempotency-key': string }> {
  if (formKey === '') return { 'idempotency-key': crypto.randomUUID() }
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${formKey} ${JSON.stringify(entries)}`))
  return { 'idempotency-key': [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('') }
}
