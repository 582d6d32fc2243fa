/**
 * What a bank reads when a dispute is answered: fields of text and of files, and which of them matter for which reason.
 * https://docs.stripe.com/disputes/categories
 */
export const EVIDENCE_TEXT_FIELDS = [
  'productDescription',
  'customerName',
  'customerEmailAddress',
  'customerPurchaseIp',
  'billingAddress',
  'shippingAddress',
  'shippingCarrier',
  'shippingTrackingNumber',
  'shippingDate',
  'accessActivityLog',
  'refundPolicyDisclosure',
  'refundRefusalExplanation',
  'cancellationPolicyDisclosure',
  'cancellationRebuttal',
  'duplicateChargeId',
  'duplicateChargeExplanation',
  'uncategorizedText',
] as const
export type EvidenceTextField = (typeof EVIDENCE_TEXT_FIELDS)[number]

export const EVIDENCE_FILE_FIELDS = [
  'receipt',
  'customerCommunication',
  'shippingDocumentation',
  'customerSignature',
  'serviceDocumentation',
  'refundPolicy',
  'cancellationPolicy',
  'duplicateChargeDocumentation',
  'uncategorizedFile',
] as const
export type EvidenceFileField = (typeof EVIDENCE_FILE_FIELDS)[number]
export type EvidenceField = EvidenceTextField | EvidenceFileField

export type EvidenceTexts = Partial<Record<EvidenceTextField, string>>

/** The most a field of text may have, and all of them together. */
export const FIELD_MAX = 20_000
export const TEXTS_MAX = 150_000

type Checklist = { needed: readonly EvidenceField[]; helpful: readonly EvidenceField[] }

const WHO: readonly EvidenceField[] = ['customerName', 'customerEmailAddress', 'customerPurchaseIp']
const PARCEL: readonly EvidenceField[] = ['shippingAddress', 'shippingCarrier', 'shippingTrackingNumber', 'shippingDate']

const FRAUD: Checklist = {
  needed: [...WHO, ...PARCEL, 'productDescription'],
  helpful: ['shippingDocumentation', 'customerSignature', 'accessActivityLog', 'billingAddress', 'customerCommunication', 'receipt'],
}
const GENERAL: Checklist = {
  needed: ['productDescription', 'customerName', 'customerEmailAddress', 'uncategorizedText'],
  helpful: [...PARCEL, 'shippingDocumentation', 'customerCommunication', 'refundPolicyDisclosure', 'receipt'],
}

/** By the card network's reason, in the provider's words. */
const CHECKLISTS: Readonly<Record<string, Checklist>> = {
  fraudulent: FRAUD,
  unrecognized: FRAUD,
  product_not_received: {
    needed: [...PARCEL, 'productDescription', 'shippingDocumentation'],
    helpful: ['customerSignature', 'customerName', 'customerEmailAddress', 'customerCommunication', 'receipt'],
  },
  product_unacceptable: {
    needed: ['productDescription', 'refundPolicyDisclosure', 'refundRefusalExplanation', 'shippingDate'],
    helpful: ['customerCommunication', 'refundPolicy', 'shippingCarrier', 'shippingTrackingNumber', 'serviceDocumentation', 'receipt'],
  },
  credit_not_processed: {
    needed: ['refundPolicyDisclosure', 'refundRefusalExplanation', 'uncategorizedText'],
    helpful: ['refundPolicy', 'cancellationPolicyDisclosure', 'customerCommunication', 'productDescription', 'receipt'],
  },
  duplicate: {
    needed: ['duplicateChargeExplanation', 'productDescription'],
    helpful: ['duplicateChargeId', 'duplicateChargeDocumentation', ...PARCEL, 'receipt'],
  },
  subscription_canceled: {
    needed: ['cancellationRebuttal', 'cancellationPolicyDisclosure', 'productDescription'],
    helpful: ['cancellationPolicy', 'customerCommunication', 'serviceDocumentation', 'receipt'],
  },
}

export type ChecklistItem = { field: EvidenceField; isNeeded: boolean; isThere: boolean }

/**
 * What a bank looks for in a dispute of this reason, the needed first, and whether it is there.
 * @param has the fields that have something in them
 */
export function checklistOf(reason: string, has: ReadonlySet<EvidenceField>): ChecklistItem[] {
  const { needed, helpful } = (Object.hasOwn(CHECKLISTS, reason) ? CHECKLISTS[reason] : undefined) ?? GENERAL
  return [
    ...needed.map((field) => ({ field, isNeeded: true, isThere: has.has(field) })),
    ...helpful.map((field) => ({ field, isNeeded: false, isThere: has.has(field) })),
  ]
}

/** Cuts texts to what a bank takes, the longest first where all of them together are too long. */
export function fitTexts(texts: EvidenceTexts): EvidenceTexts {
  const entries = EVIDENCE_TEXT_FIELDS.flatMap((field) => {
    const text = texts[field]?.trim() ?? ''
    return text === '' ? [] : [[field, text.slice(0, FIELD_MAX)] as const]
  })
  let left = TEXTS_MAX
  // From the shortest on, so that an address is never what gives way to a log.
  const kept = [...entries]
    .sort((a, b) => a[1].length - b[1].length)
    .map(([field, text]) => {
      const cut = text.slice(0, left)
      left -= cut.length
      return [field, cut] as const
    })
  return Object.fromEntries(kept.filter(([, text]) => text !== ''))
}

/** What is taken for a file of evidence: what banks read, and nothing that a browser would run. */
export const EVIDENCE_FILE_TYPES = ['application/pdf', 'image/jpeg', 'image/png'] as const
export type EvidenceFileType = (typeof EVIDENCE_FILE_TYPES)[number]
/** The provider takes 5 MB a file. */
export const EVIDENCE_FILE_MAX_BYTES = 4 * 1024 * 1024
/** Files a dispute may have; a bank reads few. */
export const EVIDENCE_FILES_MAX = 20
