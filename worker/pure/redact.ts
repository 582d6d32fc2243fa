/** Names of fields whose value opens something. */
const SECRET = /secret|token|password|cookie|authorization|^t$/i
const HIDDEN = '[hidden]'

/**
 * A message as people may read it: fields named like secrets are hidden, and so are the query and fragment of every link,
 * because links in mails log in, reset and confirm.
 */
export function redact(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/(https?:\/\/[^\s?#]+)[?#]\S*/g, `$1?${HIDDEN}`)
  if (Array.isArray(value)) return value.map(redact)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, SECRET.test(name) ? HIDDEN : redact(inner)]))
}
