import type { Currency } from '#worker/pure/money.ts'
import { audio } from './kinds/audio.ts'
import { bikes } from './kinds/bikes.ts'
import { books } from './kinds/books.ts'
import { ceramics } from './kinds/ceramics.ts'
import { coffee } from './kinds/coffee.ts'
import { kids } from './kinds/kids.ts'
import type { Kind } from './kinds/kind.ts'
import { outdoor } from './kinds/outdoor.ts'
import { plants } from './kinds/plants.ts'

/** A store of the demo marketplace. */
export type Store = {
  slug: string
  name: string
  /** Opens its SKUs. */
  skuPrefix: string
  ownerName: string
  tagline: string
  about: string
  theme: { primary: string; accent: string }
  country: string
  /** What it sells in; the first is its own. */
  currencies: readonly [Currency, ...Currency[]]
  /** Its own commission rate, if it has negotiated one. */
  commissionBps?: number
  /** Delivery: country (`*` = elsewhere), name, kind, charge in US cents, the rest by kind, days. */
  shipping: readonly StoreRate[]
  kind: Kind
}

export type StoreRate = {
  country: string
  name: string
  kind: 'flat' | 'weight' | 'free_over'
  usdMinor: number
  perKgUsdMinor?: number
  freeOverUsdMinor?: number
  days: readonly [number, number]
}

const flat = (country: string, name: string, usdMinor: number, days: readonly [number, number]): StoreRate => ({
  country,
  name,
  kind: 'flat',
  usdMinor,
  days,
})
const weight = (country: string, name: string, usdMinor: number, perKgUsdMinor: number, days: readonly [number, number]): StoreRate => ({
  country,
  name,
  kind: 'weight',
  usdMinor,
  perKgUsdMinor,
  days,
})
const freeOver = (
  country: string,
  name: string,
  usdMinor: number,
  freeOverUsdMinor: number,
  days: readonly [number, number],
): StoreRate => ({ country, name, kind: 'free_over', usdMinor, freeOverUsdMinor, days })

export const STORES: readonly Store[] = [
  {
    slug: 'kiln-and-clay', name: 'Kiln & Clay', skuPrefix: 'KC', ownerName: 'Maren Holloway',
    tagline: 'Tableware thrown by hand, fired with patience',
    about: 'Two potters, one electric kiln and a wood kiln that is lit six times a year. We make plates, bowls and cups for tables that are used three times a day, in a converted dairy near Asheville.',
    theme: { primary: '#7a3e2b', accent: '#d9a05b' }, country: 'US', currencies: ['USD', 'EUR'], commissionBps: 1000,
    shipping: [freeOver('US', 'Ground, free over $90', 790, 9000, [3, 6]), flat('US', 'Two-day', 1890, [2, 2]), weight('*', 'International parcel', 2200, 650, [7, 14])],
    kind: ceramics,
  },
  {
    slug: 'night-ferry-coffee', name: 'Night Ferry Coffee', skuPrefix: 'NF', ownerName: 'Joaquim Duarte',
    tagline: 'Roasted twice a week, drunk all night',
    about: 'A roastery in an old ticket hall on the waterfront of Tacoma. We buy from eleven farms, know the people on each, and print what we paid on every bag.',
    theme: { primary: '#1d2b44', accent: '#e2b04a' }, country: 'US', currencies: ['USD'],
    shipping: [freeOver('US', 'Post, free over $45', 550, 4500, [2, 5]), flat('CA', 'Post to Canada', 1400, [5, 9]), flat('*', 'Airmail', 2400, [6, 12])],
    kind: coffee,
  },
  {
    slug: 'dorn-cycles', name: 'Dorn Cycles', skuPrefix: 'DC', ownerName: 'Katrin Dorn',
    tagline: 'Bicycles for people who are going somewhere',
    about: 'A workshop in Leipzig with nine people and forty years of oil on the floor. We build bicycles to be repaired and sell every part of them singly.',
    theme: { primary: '#134e4a', accent: '#f2542d' }, country: 'DE', currencies: ['EUR', 'USD'], commissionBps: 800,
    shipping: [freeOver('DE', 'DHL, ab 80 € frei', 640, 8800, [2, 4]), weight('*', 'Parcel abroad', 1900, 420, [4, 10])],
    kind: bikes,
  },
  {
    slug: 'oxbow-books', name: 'Oxbow Books', skuPrefix: 'OX', ownerName: 'Philippa Rowe',
    tagline: 'Four small presses under one leaking roof',
    about: 'We publish thirty books a year and sell them ourselves, because somebody has to answer when you ask whether the dog survives.',
    theme: { primary: '#3b2f63', accent: '#c8553d' }, country: 'US', currencies: ['USD', 'EUR'],
    shipping: [flat('US', 'Media mail', 390, [4, 8]), flat('US', 'Priority', 890, [2, 3]), flat('*', 'Book post', 1450, [8, 16])],
    kind: books,
  },
  {
    slug: 'fern-and-frond', name: 'Fern & Frond', skuPrefix: 'FF', ownerName: 'Delphine Amari',
    tagline: 'Plants that want to live with you',
    about: 'A greenhouse in Half Moon Bay, peat-free since 2011. Plants travel in warm boxes at the start of the week, and only where they are allowed to go.',
    theme: { primary: '#21573a', accent: '#e6b655' }, country: 'US', currencies: ['USD'],
    shipping: [weight('US', 'Plant box', 1190, 180, [2, 4])],
    kind: plants,
  },
  {
    slug: 'kumo-audio', name: 'Kumo Audio', skuPrefix: 'KU', ownerName: 'Haruka Ishii',
    tagline: 'Sound with room around it',
    about: 'We have made and mended things that play music in Hamamatsu since 1974. Everything is measured, listened to, argued about and measured again.',
    theme: { primary: '#232323', accent: '#5fa8d3' }, country: 'JP', currencies: ['JPY', 'USD'], commissionBps: 900,
    shipping: [freeOver('JP', 'Yamato', 580, 6500, [1, 3]), weight('*', 'Express abroad', 2600, 780, [3, 6])],
    kind: audio,
  },
  {
    slug: 'cairn-supply', name: 'Cairn Supply', skuPrefix: 'CS', ownerName: 'Wyatt Redfern',
    tagline: 'Gear that comes home with you',
    about: 'Packs, shelter and clothes cut and sewn in Bend, Oregon, by people who are out in them at the weekend. Repairs are free for as long as there is something to repair.',
    theme: { primary: '#2f4b3c', accent: '#e08e2b' }, country: 'US', currencies: ['USD'],
    shipping: [freeOver('US', 'Ground, free over $75', 850, 7500, [3, 6]), weight('*', 'International parcel', 2400, 690, [6, 12])],
    kind: outdoor,
  },
  {
    slug: 'puddle-and-pine', name: 'Puddle & Pine', skuPrefix: 'PP', ownerName: 'Noemi Castellan',
    tagline: 'Toys and clothes for people under ten',
    about: 'A workshop in Vermont that smells of beeswax. What we make is meant to be handed down, so the second name goes on the label as well.',
    theme: { primary: '#2b5d8a', accent: '#f3b61f' }, country: 'US', currencies: ['USD', 'EUR'],
    shipping: [freeOver('US', 'Post, free over $60', 690, 6000, [3, 6]), flat('*', 'Parcel abroad', 2100, [7, 14])],
    kind: kids,
  },
] // biome-ignore format: a catalogue of stores

/** A store that has prepared everything and waits to be looked at. */
export const APPLICANT: Store = {
  slug: 'tidewrack-pottery', name: 'Tidewrack Pottery', skuPrefix: 'TP', ownerName: 'Isla Marchetti-Boyd',
  tagline: 'Glazes made of what the sea leaves',
  about: 'One potter in a boathouse on the coast of Maine. The glazes are ash of driftwood and kelp, so no two firings look alike, and we show you the very piece you get.',
  theme: { primary: '#1f4e5f', accent: '#e3a76f' }, country: 'US', currencies: ['USD'],
  shipping: [flat('US', 'Ground', 820, [3, 6]), flat('CA', 'Parcel to Canada', 1950, [5, 10])],
  kind: ceramics,
} // biome-ignore format: a catalogue of stores

/** So many units of each currency for a US dollar, for prices that look like somebody thought about them. */
const PER_DOLLAR: Partial<Record<Currency, number>> = { USD: 1, EUR: 0.92, JPY: 150 }

/** A price for a shelf: what about `usdMinor` cents come to, ending as people end prices there. Minor units. */
export function shelfPrice(usdMinor: number, currency: Currency): number {
  const units = (usdMinor / 100) * (PER_DOLLAR[currency] ?? 1)
  if (currency === 'JPY') return Math.max(100, units >= 10_000 ? Math.round(units / 500) * 500 : Math.round(units / 50) * 50)
  if (units >= 200) return Math.round(units / 5) * 500 - 100
  if (units >= 20) return Math.round(units) * 100
  return Math.max(100, Math.round(units * 2) * 50)
}

/** The stores a seed of `count` vendors has. @throws RangeError for more than there are */
export function storesOf(count: number): readonly Store[] {
  if (count < 1 || count > STORES.length) throw new RangeError(`There are 1 to ${STORES.length} stores to seed, not ${count}`)
  return STORES.slice(0, count)
}
