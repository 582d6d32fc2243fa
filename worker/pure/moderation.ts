import { HOUR_MS } from './time.ts'

/**
 * INV-MOD-1: what is blocked is not visible, whatever its vendor does.
 * INV-MOD-2: a listing or a review has one open question at most; whoever decides has seen it as it is.
 * INV-MOD-3: a person has one open report about a thing.
 * INV-MOD-4: a decision is appealed once, and whoever made it does not decide about the appeal.
 */
export const SUBJECT_KINDS = ['listing', 'review'] as const
export type SubjectKind = (typeof SUBJECT_KINDS)[number]

export const REPORT_REASONS = ['illegal', 'dangerous', 'counterfeit', 'offensive', 'misleading', 'wrong_category', 'spam', 'other'] as const
export type ReportReason = (typeof REPORT_REASONS)[number]

export const RULE_KINDS = ['word', 'category'] as const
export type RuleKind = (typeof RULE_KINDS)[number]
/** `hold`: somebody looks before buyers do; `refuse`: it is not taken at all. */
export const RULE_EFFECTS = ['hold', 'refuse'] as const
export type RuleEffect = (typeof RULE_EFFECTS)[number]

export const DECISIONS = ['keep', 'hide', 'take_down', 'restore'] as const
/** `hide`: until it is changed and looked at again; `take_down`: for good, unless an appeal is upheld; `restore`: by an appeal. */
export type DecisionAction = (typeof DECISIONS)[number]
export const APPEAL_STATUSES = ['waiting', 'upheld', 'rejected'] as const
export type AppealStatus = (typeof APPEAL_STATUSES)[number]
/** Why a listing is kept from buyers. */
export type Block = 'held' | 'hidden' | 'taken_down'

/** An appeal is answered within this time. */
export const APPEAL_DUE_MS = 72 * HOUR_MS

/** How bad a reason is, 1 to 3: the worst is looked at first, however new it is. */
export const SEVERITY: Record<ReportReason, number> = {
  illegal: 3,
  dangerous: 3,
  counterfeit: 3,
  offensive: 2,
  misleading: 2,
  spam: 1,
  wrong_category: 1,
  other: 1,
}

export type Rule = { id: string; kind: RuleKind; value: string; effect: RuleEffect; note: string }
/** What a rule found, and where: `field` is a JSON pointer into the product. */
export type Finding = { ruleId: string; kind: RuleKind | 'link'; field: string; match: string; effect: RuleEffect; note: string }

/** A text as rules compare it: lower case, without accents, every run of other characters one space, a space at each end. */
export function fold(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return ` ${plain.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `
}

/** Texts of a product or review by where they are. */
export type Fields = readonly { field: string; text: string }[]

/**
 * What the rules find, one finding for each rule and field, in the order of the fields. Words match whole words only, so that
 * "ass" does not find "glass".
 * @param categoryPath ids of the category and of those above it
 */
export function findBanned(rules: readonly Rule[], fields: Fields, categoryIds: readonly string[]): Finding[] {
  const found = ({ id, kind, effect, note }: Rule, field: string, match: string): Finding => ({
    ruleId: id,
    kind,
    field,
    match,
    effect,
    note,
  })
  const words = rules.filter(({ kind }) => kind === 'word')
  const folded = words.length === 0 ? [] : fields.map(({ field, text }) => ({ field, text: fold(text) }))
  return [
    ...folded.flatMap(({ field, text }) =>
      words.flatMap((rule) => (text.includes(fold(rule.value)) ? [found(rule, field, rule.value)] : [])),
    ),
    ...rules.flatMap((rule) =>
      rule.kind === 'category' && categoryIds.includes(rule.value) ? [found(rule, '/categoryId', rule.value)] : [],
    ),
  ]
}

/** Links, addresses and telephone numbers have no place in a review. */
const LINK = /\bhttps?:\/\/\S+|\bwww\.\S+|\b[\w.+-]+@[\w-]+\.[a-z]{2,}\b|\b[\w-]{2,}\.(?:com|net|org|shop|store|io|ru|cn|info|biz)\b/iu

/** The first link in each text. */
export function findLinks(fields: Fields): Finding[] {
  return fields.flatMap(({ field, text }) => {
    const [match] = LINK.exec(text) ?? []
    return match === undefined ? [] : [{ ruleId: 'link', kind: 'link' as const, field, match, effect: 'hold' as const, note: '' }]
  })
}

/** Names a set of findings, so that what was looked at and kept is not held for the same again. */
export const findingsKey = (findings: readonly Finding[]): string =>
  [...new Set(findings.map(({ ruleId, field, match }) => `${ruleId} ${field} ${match}`))].sort().join('\n')
