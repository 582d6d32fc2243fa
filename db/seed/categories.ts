import type { category } from '#db/platform/schema/search.ts'
import { newChance } from './chance.ts'

type CategoryRow = typeof category.$inferInsert

/** Slug, name, and what is below. */
const TREE = [
  ['ceramics', 'Ceramics', [['mugs-cups', 'Mugs & cups'], ['bowls-plates', 'Bowls & plates'], ['vases', 'Vases'], ['kitchen-pottery', 'Kitchen pottery']]],
  ['coffee-tea', 'Coffee & tea', [['coffee-beans', 'Coffee'], ['tea', 'Tea'], ['coffee-pantry', 'Pantry']]],
  ['cycling', 'Cycling', [['bicycles', 'Bicycles'], ['bike-parts', 'Parts'], ['bike-bags', 'Bags'], ['bike-wear', 'Clothing']]],
  ['books', 'Books', [['fiction', 'Fiction'], ['childrens-books', 'Children’s books'], ['nature-travel', 'Nature & travel'], ['food-craft', 'Food & craft']]],
  ['garden', 'Plants & garden', [['house-plants', 'House plants'], ['seeds', 'Seeds'], ['pots-planters', 'Pots & planters'], ['soil-care', 'Soil & care']]],
  ['audio', 'Audio', [['headphones', 'Headphones'], ['speakers', 'Speakers'], ['hifi', 'Hi-fi'], ['audio-cables', 'Cables']]],
  ['outdoor', 'Outdoor', [['packs', 'Packs'], ['tents-shelter', 'Tents & shelter'], ['outdoor-clothing', 'Clothing'], ['camp-kitchen', 'Camp kitchen']]],
  ['kids', 'Kids', [['wooden-toys', 'Wooden toys'], ['building-games', 'Building & games'], ['kids-clothing', 'Clothes'], ['soft-toys', 'Soft toys']]],
] as const // biome-ignore format: a tree reads best as a tree

/** Ids of what the seed lists (not of what happens) carry this instant, so that they are the same on every day. */
export const CATALOGUE_MS = Date.UTC(2026, 0, 5)

/** The category tree; the same ids for every seed, because they are part of nobody's chance. */
export function categoryRows(): CategoryRow[] {
  const chance = newChance(0, 'categories')
  return TREE.flatMap(([slug, name, children], position) => {
    const id = chance.id('category', CATALOGUE_MS)
    const parent: CategoryRow = { id, parentId: null, slug, path: `/${slug}/`, name, position }
    return [
      parent,
      ...children.map(
        ([childSlug, childName], at): CategoryRow => ({
          id: chance.id('category', CATALOGUE_MS),
          parentId: id,
          slug: childSlug,
          path: `/${slug}/${childSlug}/`,
          name: childName,
          position: at,
        }),
      ),
    ]
  })
}
