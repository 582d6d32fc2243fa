import { type Kind, plain } from './kind.ts'

const GLAZES = plain('Glaze', ['Celadon', 'Oatmeal', 'Ink blue', 'Rust', 'Chalk', 'Moss'])

export const ceramics: Kind = {
  taxClass: 'standard',
  brands: ['Kiln & Clay'],
  words: {
    name: ['Harbour', 'Juniper', 'Low Tide', 'Fieldstone', 'Marrow', 'Quarry', 'Wren', 'Saltmarsh', 'Lantern', 'Orchard', 'Plain', 'Heron',
      'Ember', 'Ridge', 'Thistle', 'Pebble', 'Drift', 'Barrow', 'Cinder', 'Meadow', 'Slate', 'Hollow', 'Larch', 'Tern', 'Cove', 'Moth'],
    clay: ['stoneware', 'speckled stoneware', 'porcelain', 'red earthenware', 'black stoneware', 'buff stoneware'],
    firing: ['oxidation', 'reduction', 'wood-ash', 'soda'],
    hand: ['thrown on the wheel', 'slab-built', 'pinched by hand', 'jiggered and trimmed'],
    finish: ['satin', 'gloss', 'matt', 'half-glazed'],
  },
  titles: ['{name} {thing}', '{Finish} {name} {thing}'],
  lines: [
    { category: 'mugs-cups', axis: GLAZES, things: [['Mug', 2800, 380, [125, 90, 95]], ['Espresso Cup', 1900, 160, [85, 65, 60]], ['Tumbler', 2400, 310, [80, 80, 105]], ['Travel Cup', 3400, 420, [90, 90, 140]], ['Tea Bowl', 3100, 290, [115, 115, 75]]] },
    { category: 'bowls-plates', axis: GLAZES, things: [['Breakfast Bowl', 3200, 560, [160, 160, 70]], ['Dinner Plate', 3800, 820, [270, 270, 25]], ['Side Plate', 2600, 480, [205, 205, 22]], ['Serving Bowl', 7200, 1600, [300, 300, 110]], ['Pasta Bowl', 3600, 740, [230, 230, 50]], ['Ramen Bowl', 4200, 690, [195, 195, 85]]] },
    { category: 'vases', axis: GLAZES, things: [['Bud Vase', 2900, 330, [70, 70, 150]], ['Bottle Vase', 6400, 1150, [120, 120, 290]], ['Moon Jar', 14500, 2300, [240, 240, 240]], ['Ikebana Bowl', 8800, 1750, [280, 200, 80]]] },
    { category: 'kitchen-pottery', axis: GLAZES, things: [['Butter Dish', 4600, 780, [190, 110, 90]], ['Pour-Over Dripper', 3900, 340, [120, 115, 95]], ['Salt Pig', 4100, 620, [130, 120, 130]], ['Teapot', 9200, 980, [220, 140, 150]], ['Utensil Crock', 5400, 1350, [130, 130, 165]]] },
  ],
  openings: [
    'A {thing} in {clay}, {hand} in our studio and fired in a {firing} kiln.',
    'Our {name} {thing} is {hand} from {clay}, so no two are quite alike.',
    'Made for every day: a {finish} {thing} of {clay} with a foot you can feel with your thumb.',
  ],
  details: [
    'The glaze breaks to a warmer tone where it runs thin over the rim.',
    'The {finish} surface is lead-free, food-safe and happy in a dishwasher.',
    'We leave the foot bare and polish it, so that it sits quietly on any table.',
    'Small irregularities are the mark of the hand, not a fault.',
    'It holds heat longer than you would expect of its weight.',
  ],
  closings: ['Packed in straw board, no plastic.', 'If it arrives broken, we throw you another.', 'Stacks with the rest of the {name} series.'],
  attributes: { material: '{clay}', firing: '{firing}', finish: '{finish}' },
} // biome-ignore format: tables read best as tables
