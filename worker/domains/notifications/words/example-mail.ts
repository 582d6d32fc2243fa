import type * as v from 'valibot'
import type { GroupFacts } from '#db/platform/queries/notifications.ts'
import { type MailContent, MailTemplate } from '#queues/messages.ts'
import { isCurrency } from '#worker/pure/money.ts'

export type MailTemplateName = MailContent['template']
type Entry = v.GenericSchema & { literal?: unknown; options?: readonly unknown[]; wrapped?: Entry; item?: Entry }
type Shape = { entries: Record<string, Entry> }

const ULID = '01JD0000000000000000000000'
/** What fields hold in an example, by name. */
const EXAMPLES: Readonly<Record<string, unknown>> = {
  name: 'Ada Byron', vendorName: 'Kiln & Clay', role: 'vendor_manager', reason: 'The pictures show goods of somebody else.', newEmail: 'ada@new.example',
  title: 'Speckled stoneware mug', rule: 'Pictures must show what is sold', field: 'images', fix: 'Replace the second picture.', note: 'We have looked again.',
  planName: 'Pro', until: '2026-12-01', failure: 'account_closed', fault: 'Entry 1204 is not what was sealed.', status: 'shipped', amountMinor: 4800, vendorMinor: 4320,
  orderNumber: 1001, orderNumbers: [1001], dueAtMs: 1_796_083_200_000, currency: 'USD',
} // biome-ignore format: a table reads best as a table

const shapes = MailTemplate.options as unknown as readonly Shape[]
const namesOf = ({ entries }: Shape): MailTemplateName[] => {
  const { template } = entries
  return (template?.options ?? [template?.literal]) as MailTemplateName[]
}

/** Every mail we send, in the order of the code. */
export const MAIL_TEMPLATES = shapes.flatMap(namesOf) as [MailTemplateName, ...MailTemplateName[]]

/** A mail's content with something in every field, made from its shape: a new mail is listed the moment it exists. */
export function exampleContent(template: MailTemplateName, origin: string): MailContent {
  const shape = shapes.find((each) => namesOf(each).includes(template))
  if (!shape) throw new Error(`${template} is a mail`)
  const fields = Object.entries(shape.entries).map(([name, entry]) => [
    name,
    name === 'template' ? template : valueFor(name, entry, origin),
  ])
  return Object.fromEntries(fields) as MailContent
}

function valueFor(name: string, entry: Entry, origin: string): unknown {
  if (name === 'url') return `${origin}/example`
  if (entry.type === 'picklist') {
    const options = entry.options ?? []
    return options.includes(EXAMPLES[name]) ? EXAMPLES[name] : options[0]
  }
  if (Object.hasOwn(EXAMPLES, name)) return EXAMPLES[name]
  if (entry.type === 'nullable' || entry.type === 'optional') return entry.wrapped ? valueFor(name, entry.wrapped, origin) : null
  if (entry.type === 'boolean') return false
  if (entry.type === 'number') return 12
  if (entry.type === 'array') return entry.item ? [valueFor(name, entry.item, origin)] : []
  if (entry.type === 'custom') return `${name.slice(0, 3)}_${ULID}`
  return name
}

/** True where every field of a mail is text, so that its words in code can be read with its variables in place. */
export function isPlain(template: MailTemplateName): boolean {
  const shape = shapes.find((each) => namesOf(each).includes(template))
  return (
    Object.entries(shape?.entries ?? {}).every(([name, entry]) => name === 'template' || entry.type === 'string') &&
    template !== 'order_update'
  )
}

/** The same with `{{field}}` in every field, for a plain mail. */
export function placeholderContent(template: MailTemplateName): MailContent {
  const shape = shapes.find((each) => namesOf(each).includes(template))
  const fields = Object.keys(shape?.entries ?? {}).map((name) => [name, name === 'template' ? template : `{{${name}}}`])
  return Object.fromEntries(fields) as MailContent
}

/** An order as mails show it: two mugs of Kiln & Clay. */
export function exampleFacts(): GroupFacts {
  const currency = 'USD'
  if (!isCurrency(currency)) throw new Error('a currency')
  const shippingAddress = {
    name: 'Ada Byron',
    line1: '12 Analytical Way',
    city: 'San Francisco',
    region: 'CA',
    postalCode: '94107',
    country: 'US',
  }
  const lines = [{ quantity: 2, title: 'Speckled stoneware mug', totalMinor: 4800 }]
  const order = {
    number: 1001, status: 'placed', currency, shippingMinor: 590, taxMinor: 348, totalMinor: 5738, isLatePaymentRefund: true,
    snapshot: { lines, shipping: { name: 'Standard' }, taxAddedMinor: 348 },
  } // biome-ignore format: an example
  return {
    group: { shippingAddress, currency, email: 'ada@buyer.example' },
    orders: [{ order, vendorName: 'Kiln & Clay', vendorEmail: 'hello@kiln.example' }],
  } as unknown as GroupFacts
}
