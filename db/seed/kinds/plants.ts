import type { Axis, Kind } from './kind.ts'
import { plain } from './kind.ts'

const POTS: Axis = { name: 'Pot', values: [['9 cm', 100, 100], ['12 cm', 160, 220], ['17 cm', 270, 480], ['21 cm', 420, 900], ['27 cm', 690, 1600]] } // biome-ignore format: a table
const BAGS: Axis = { name: 'Size', values: [['2 l', 100, 100], ['5 l', 210, 250], ['10 l', 380, 500], ['20 l', 690, 1000]] } // biome-ignore format: a table
const PACKETS: Axis = { name: 'Packet', values: [['Packet', 100, 100], ['Triple packet', 270, 260], ['Grower pack', 620, 700]] } // biome-ignore format: a table
const COLOURS = plain('Colour', ['Terracotta', 'Sage', 'White', 'Charcoal', 'Sand'])

export const plants: Kind = {
  taxClass: 'standard',
  brands: ['Fern & Frond'],
  words: {
    plant: ['Monstera', 'Pothos', 'Calathea', 'Bird’s Nest Fern', 'Rubber Fig', 'Snake Plant', 'Hoya', 'Peace Lily', 'String of Pearls', 'Alocasia', 'Aloe',
      'Jade Plant', 'Philodendron', 'Maidenhair Fern', 'Kentia Palm', 'Prayer Plant', 'Spider Plant', 'Olive', 'Rosemary', 'Lavender', 'Sage', 'Cosmos'],
    cultivar: ['Silver Lake', 'Green Wave', 'Little Ghost', 'Moonlight', 'Tall Tom', 'Marble', 'Sunday', 'Velvet', 'Old Faithful', 'Pinwheel', 'Highland', 'Midnight',
      'Snowdrift', 'Copper', 'First Frost', 'Evening'],
    light: ['bright shade', 'full sun', 'half shade', 'low light'],
    water: ['once a week', 'when the top inch is dry', 'sparingly', 'every other day in summer'],
    care: ['easy', 'moderate', 'exacting'],
  },
  titles: ['{plant} ‘{cultivar}’ {thing}', '{plant} {thing}', '{cultivar} {plant} {thing}'],
  lines: [
    { category: 'house-plants', axis: POTS, things: [['Young Plant', 1400, 420, [120, 120, 250]], ['Hanging Plant', 1900, 480, [150, 150, 260]], ['Bushy Plant', 2200, 560, [160, 160, 320]]] },
    { category: 'seeds', words: { plant: ['Cosmos', 'Lavender', 'Sage', 'Rosemary', 'Nasturtium', 'Sweet Pea', 'Basil', 'Chard', 'Radish', 'Runner Bean', 'Foxglove', 'Poppy'], sow: ['March to May', 'April to June', 'February, indoors', 'August to September'] },
      openings: ['Open-pollinated {plant}, sown from {sow}.', '{plant} ‘{cultivar}’ for {light}; sow {sow}.'], details: ['Germinates in ten to twenty days.', 'Save a handful in autumn and never buy it again.', 'Bees like it almost as much as we do.'], attributes: { light: '{light}', sow: '{sow}', variety: '{cultivar}' }, axis: PACKETS, things: [['Seeds', 350, 12, [120, 80, 3]], ['Seed Tape', 480, 20, [120, 80, 6]]] },
    { category: 'pots-planters', words: { clay: ['terracotta', 'glazed stoneware', 'recycled plastic', 'fibre cement', 'galvanised steel'] }, titles: ['{cultivar} {thing}', '{cultivar} {Clay} {thing}'],
      openings: ['A {thing} of {clay} that leaves the scene to the plant.', 'The {cultivar} {thing} is made of {clay} and stands in the rain without complaint.'],
      details: ['It has a hole where water should leave, and a saucer to catch it.', 'Frost does it no harm.', 'Measured outside; the plant’s own pot fits in.'], attributes: { material: '{clay}' }, axis: COLOURS, things: [['Planter', 2600, 1400, [180, 180, 170]], ['Hanging Pot', 2300, 760, [150, 150, 140]], ['Window Box', 3900, 2600, [600, 170, 160]]] },
    { category: 'soil-care', words: { base: ['composted bark', 'coir', 'wood fibre', 'leaf mould'] }, titles: ['{cultivar} {thing}', '{cultivar} {Base} {thing}'],
      openings: ['A peat-free {thing} on {base}, made for pots.', 'Our {thing}: {base}, pumice and a little of what worms make.'],
      details: ['It takes water back even when it has dried out.', 'Feeds for six weeks, then it is your turn.', 'Sieved, so that it runs through your fingers.'], attributes: { base: '{base}' }, axis: BAGS, things: [['Potting Mix', 900, 1300, [250, 180, 60]], ['Bark Mix', 1100, 900, [250, 180, 60]], ['Worm Compost', 1200, 1500, [250, 180, 60]]] },
  ],
  openings: [
    'A {thing} for {light}, {care} in its demands and glad to be noticed.',
    'The {cultivar} {plant} likes {light} and asks for water {water}.',
    'Grown without peat in our greenhouse, this {thing} is at home in {light}.',
  ],
  details: [
    'Water {water}, and wipe the leaves when you think of it.',
    'It tells you when it is thirsty, and forgives you when you forget.',
    'Repot it every second spring and it will outlive the furniture.',
    'Bees like it almost as much as we do.',
    'Keep it away from radiators and from cats with opinions.',
  ],
  closings: ['Sent in a warm box, Monday to Wednesday only.', 'A card with its needs is in the parcel.', 'Arrives green or we send another.'],
  attributes: { light: '{light}', care: '{care}', variety: '{cultivar}' },
} // biome-ignore format: tables read best as tables
