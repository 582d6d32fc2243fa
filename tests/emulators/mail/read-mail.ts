import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { contractFiles, jsonIn } from '#tests/support/contracts.ts'

export type MailAddress = { email: string; name?: string }
export type Personalization = {
  to: MailAddress[]
  from?: MailAddress
  cc?: MailAddress[]
  bcc?: MailAddress[]
  subject?: string
  headers?: Record<string, string>
  substitutions?: Record<string, string>
}
export type MailSendBody = {
  personalizations: Personalization[]
  from: MailAddress
  subject?: string
  content?: { type: string; value: string }[]
  template_id?: string
  headers?: Record<string, string>
  categories?: string[]
  mail_settings?: { sandbox_mode?: { enable?: boolean } }
}

/**
 * One entry of the provider's `errors` array. The official schema makes `help` an object, while older live
 * answers carried a string or null: a client must not read meaning into it, so only the object form is sent.
 */
export type MailError = { message: string; field: string | null; help?: { documentation: string } }

type Json = { [key: string]: unknown }
type SchemaCheck = (body: unknown) => MailError[]

const MAX_RECIPIENTS = 1000
const DOCUMENTATION = 'https://www.twilio.com/docs/sendgrid/api-reference/mail-send/errors'

export const refusal = (message: string, field: string | null): MailError => ({
  message,
  field,
  ...(field === null ? {} : { help: { documentation: `${DOCUMENTATION}#${field.split('.')[0]}` } }),
})

/** Reads a parsed body: the rules the provider states in prose first, then its schema where the contracts are at hand. */
export function readMail(body: unknown, checkSchema: SchemaCheck): { ok: true; mail: MailSendBody } | { ok: false; errors: MailError[] } {
  if (!isObject(body)) return { ok: false, errors: [refusal('Bad Request', null)] }
  const errors = [...checkPersonalizations(body), ...checkFrom(body), ...checkSubject(body), ...checkContent(body)]
  const all = errors.length > 0 ? errors : checkSchema(body)
  return all.length > 0 ? { ok: false, errors: all } : { ok: true, mail: body as MailSendBody }
}

type Spec = Json & { paths: Record<string, unknown> }

/** The provider's documents that describe the sending of mail, by name; none without the contracts. */
export const mailSpecs = (): { name: string; spec: Spec }[] =>
  contractFiles('sendgrid').flatMap((file) => {
    const spec = jsonIn<Spec>(file)
    return isObject(spec) && isObject(spec.paths) && '/v3/mail/send' in spec.paths ? [{ name: file.name, spec: spec as Spec }] : []
  })

/** Compiles the official request schema; without the contracts on disk the stated rules alone decide. */
export function loadSchemaCheck(): SchemaCheck {
  const checks = mailSpecs().map(({ spec }, at) => {
    const ajv = new Ajv2020({ strict: false, allErrors: true })
    addFormats.default(ajv)
    ajv.addSchema({ $id: `mail${at}`, ...spec })
    return ajv.compile({ $ref: `mail${at}#/components/requestBodies/PostMailSend/content/application~1json/schema` })
  })
  return (body) => {
    // What one document says, another need not say again.
    const refusing = checks.find((validate) => !validate(body))
    return (refusing?.errors ?? []).map((error) =>
      refusal(`${error.message ?? 'invalid'}`, error.instancePath.slice(1).replaceAll('/', '.') || null),
    )
  }
}

function checkPersonalizations(body: Json): MailError[] {
  const list = body.personalizations
  if (!Array.isArray(list) || list.length === 0) {
    return [refusal('The personalizations field is required and must have at least one personalization.', 'personalizations')]
  }
  const total = list.flatMap((one) => (isObject(one) ? ['to', 'cc', 'bcc'].flatMap((kind) => one[kind] ?? []) : [])).length
  if (total > MAX_RECIPIENTS) {
    return [refusal(`There is a limit of ${MAX_RECIPIENTS} total recipients (to + cc + bcc) per request.`, 'personalizations')]
  }
  return list.flatMap((one, index) => checkRecipients(one, `personalizations.${index}`))
}

function checkRecipients(personalization: unknown, path: string): MailError[] {
  const one = isObject(personalization) ? personalization : {}
  if (!Array.isArray(one.to) || one.to.length === 0) {
    return [
      refusal(
        'The to array is required for all personalization objects, and must have at least one email object with a valid email address.',
        `${path}.to`,
      ),
    ]
  }
  const errors: MailError[] = []
  const seen = new Set<string>()
  for (const kind of ['to', 'cc', 'bcc']) {
    const addresses = one[kind]
    if (!Array.isArray(addresses)) continue
    addresses.forEach((address: unknown, index) => {
      const email = isObject(address) ? address.email : undefined
      if (!isEmail(email)) errors.push(refusal('Does not contain a valid address.', `${path}.${kind}.${index}.email`))
      else if (seen.has(email.toLowerCase())) errors.push(duplicate(email, path, kind))
      else seen.add(email.toLowerCase())
    })
  }
  return errors
}

function duplicate(email: string, path: string, kind: string): MailError {
  return refusal(
    `Each email address in the personalization block should be unique between to, cc, and bcc. We found the first duplicate instance of [${email}] in the ${path}.${kind} field.`,
    path,
  )
}

function checkFrom(body: Json): MailError[] {
  if (!isObject(body.from)) return [refusal('The from object must be provided for every email send.', 'from')]
  return isEmail(body.from.email) ? [] : [refusal('The from email does not contain a valid address.', 'from.email')]
}

function checkSubject(body: Json): MailError[] {
  const personal = Array.isArray(body.personalizations) && body.personalizations.every((one) => isObject(one) && isText(one.subject))
  if (isText(body.subject) || personal || isText(body.template_id)) return []
  return [refusal('The subject is required unless a template or every personalization has one.', 'subject')]
}

function checkContent(body: Json): MailError[] {
  if (isText(body.template_id)) return []
  if (!Array.isArray(body.content) || body.content.length === 0) {
    return [refusal('Unless a valid template_id is provided, the content parameter is required.', 'content')]
  }
  const errors = body.content.flatMap((part: unknown, index) => {
    const one = isObject(part) ? part : {}
    return [
      ...(isText(one.type)
        ? []
        : [refusal('The content type must be a string at least one character in length.', `content.${index}.type`)]),
      ...(isText(one.value)
        ? []
        : [refusal('The content value must be a string at least one character in length.', `content.${index}.value`)]),
    ]
  })
  const order = body.content.map((part: unknown) => ['text/plain', 'text/html'].indexOf(String(isObject(part) ? part.type : '')))
  const ranks = order.map((rank) => (rank === -1 ? 2 : rank))
  const isOrdered = ranks.every((rank, index) => index === 0 || rank >= (ranks[index - 1] ?? 0))
  return isOrdered
    ? errors
    : [...errors, refusal('If present, text/plain must be first, followed by text/html, then any other type.', 'content')]
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0
const isEmail = (value: unknown): value is string => isText(value) && /^[^\s@]+@[^\s@]+\.?[^\s@]*$/.test(value)
