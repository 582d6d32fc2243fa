import { sumMinor } from '#worker/pure/money.ts'

/** Somebody on an invoice, as of the day it was issued. */
export type Party = {
  name: string
  /** The address, line by line. */
  lines: string[]
  /** ISO 3166-1 alpha-2. */
  country: string
  /** The number it is registered under for tax; '' if none is known. */
  registration: string
}

/** What is billed for one component at one rate of tax. Minor units. */
export type InvoiceLine = { component: string; taxRateBps: number; netMinor: number; taxMinor: number }

/** What the ledger moved of commission and its tax, in one direction. */
export type Billed = { netMinor: number; taxMinor: number }

/**
 * The lines of an invoice (or credit note), brought to what the ledger moved: what the frozen commission lines do not explain
 * becomes a line of its own, because an invoice that differs from the books is worse than one with a vague line.
 */
export function invoiceLines(lines: readonly InvoiceLine[], billed: Billed): InvoiceLine[] {
  const own = lines.filter((line) => line.netMinor !== 0 || line.taxMinor !== 0)
  const netMinor = billed.netMinor - sumMinor(own.map((line) => line.netMinor))
  const taxMinor = billed.taxMinor - sumMinor(own.map((line) => line.taxMinor))
  return netMinor === 0 && taxMinor === 0 ? own : [...own, { component: 'other', taxRateBps: 0, netMinor, taxMinor }]
}

/** Businesses in other countries owe the tax on services themselves; at home, and where we charged it, they do not. */
export const isReverseCharge = (issuer: Party, recipient: Party, taxMinor: number): boolean =>
  taxMinor === 0 && issuer.country !== recipient.country

/** `2026-000012`; credit notes are numbered in the same row as invoices. */
export const invoiceNumber = ({ year, number }: { year: number; number: number }): string => `${year}-${String(number).padStart(6, '0')}`
