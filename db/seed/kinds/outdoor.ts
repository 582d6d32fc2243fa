import { type Axis, type Kind, plain } from './kind.ts'

const SIZES = plain('Size', ['S', 'M', 'L', 'XL'])
const COLOURS = plain('Colour', ['Spruce', 'Clay', 'Slate', 'Ochre', 'Dusk', 'Lichen'])
const VOLUMES: Axis = { name: 'Volume', values: [['18 l', 100, 100], ['28 l', 125, 120], ['38 l', 150, 145], ['55 l', 185, 175], ['70 l', 215, 200]] } // biome-ignore format: a table
const BERTHS: Axis = { name: 'Sleeps', values: [['1', 100, 100], ['2', 130, 145], ['3', 165, 190], ['4', 210, 250]] } // biome-ignore format: a table

export const outdoor: Kind = {
  taxClass: 'standard',
  brands: ['Cairn Supply', 'Far Ridge'],
  words: {
    place: ['Cascade', 'Granite', 'Tarn', 'Summit', 'Basin', 'Cedar', 'Windrow', 'Tundra', 'Alder', 'Canyon', 'Fjell', 'Mesa', 'Talus', 'Wolf Creek', 'Switchback',
      'Timberline', 'Moraine', 'Saddle', 'Glacier', 'Bighorn', 'Juneau', 'Stillwater'],
    grade: ['Trail', 'Expedition', 'Day', 'Ultralight', 'Basecamp', 'Storm', 'Trek', 'Scout'],
    fabric: ['recycled ripstop', 'waxed cotton', 'merino', 'three-layer shell', 'sailcloth laminate', 'brushed fleece'],
    weather: ['rain that means it', 'dry cold', 'three seasons', 'wind above the trees', 'warm days and cold nights'],
  },
  titles: ['{place} {thing}', '{place} {grade} {thing}', '{brand} {place} {thing}'],
  lines: [
    { category: 'packs', axis: VOLUMES, second: COLOURS, things: [['Backpack', 11900, 980, [520, 300, 180]], ['Rolltop Pack', 10900, 860, [500, 290, 170]], ['Duffel', 9900, 1100, [560, 320, 260]]] },
    { category: 'tents-shelter', words: { fabric: ['silicone-coated nylon', 'recycled ripstop', 'polycotton', 'sailcloth laminate'] }, axis: BERTHS, things: [['Tent', 27900, 1650, [460, 150, 150]], ['Tarp', 8900, 520, [260, 110, 110]], ['Bivy', 17900, 680, [300, 120, 120]]] },
    { category: 'outdoor-clothing', words: { fabric: ['merino', 'three-layer shell', 'brushed fleece', 'recycled softshell', 'waxed cotton'] }, openings: ['{Thing} in {fabric}, for {weather}.', 'Cut from {fabric} for {weather}, and for being mended.', 'We wore the {place} for two seasons before we sold the first one.'], axis: SIZES, second: COLOURS, things: [['Rain Jacket', 18900, 380, [320, 250, 60]], ['Fleece', 9900, 340, [320, 250, 70]], ['Base Layer', 6900, 190, [280, 220, 40]], ['Trail Trousers', 10900, 360, [330, 250, 50]]] },
    { category: 'camp-kitchen', words: { fabric: ['titanium', 'enamelled steel', 'hard-anodised aluminium', 'stainless steel'] }, openings: ['A {thing} of {fabric} that weighs little and dents with grace.', 'The {place} {thing} is made of {fabric} and has boiled water in worse places than yours.'],
      details: ['It nests with the rest of the {place} series.', 'The handle stays cool enough for bare hands.', 'Weighs what it says, with everything on.'], attributes: { material: '{fabric}', use: '{grade}' }, axis: COLOURS, things: [['Camp Stove', 6900, 310, [120, 90, 90]], ['Bottle', 3200, 260, [75, 75, 265]], ['Cook Set', 5900, 480, [170, 170, 110]], ['Enamel Mug', 1600, 140, [110, 90, 80]]] },
  ],
  openings: [
    'A {thing} of {fabric} for {weather}.',
    'We took this {thing} over the {place} and brought it back with notes; this is the third version.',
    'Made of {fabric}, the {place} {thing} is built for {weather} and for being mended.',
  ],
  details: [
    'Seams are taped where water finds them, and nowhere else.',
    'All buckles are of one size, so one spare fixes anything.',
    'It packs into its own pocket and disappears into yours.',
    'Weighs what it says, with everything on.',
    'You can work every zip with gloves on.',
  ],
  closings: ['Repairs are free for life; postage is on you.', 'No fluorine anywhere in the coating.', 'Cut and sewn in Oregon.'],
  attributes: { fabric: '{fabric}', weather: '{weather}', use: '{grade}' },
} // biome-ignore format: tables read best as tables
