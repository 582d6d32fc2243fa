import { type Axis, type Kind, plain } from './kind.ts'

const FRAMES: Axis = { name: 'Frame', values: [['S', 100, 98], ['M', 100, 100], ['L', 100, 102], ['XL', 104, 105]] } // biome-ignore format: a table
const COLOURS = plain('Colour', ['Petrol', 'Signal red', 'Bone', 'Graphite', 'Mint', 'Mustard'])
const MATES = plain('Colour', ['Black', 'Silver', 'Rust', 'Olive'])
const SIZES = plain('Size', ['XS', 'S', 'M', 'L', 'XL', 'XXL'])

export const bikes: Kind = {
  taxClass: 'standard',
  brands: ['Dorn', 'Veldrijder', 'Kettenwerk'],
  words: {
    model: ['Aalto', 'Brise', 'Corvo', 'Delta', 'Elster', 'Falke', 'Gravis', 'Havel', 'Iller', 'Jura', 'Kolibri', 'Lahn', 'Möwe', 'Nordwind', 'Oder',
      'Pfeil', 'Rapido', 'Saale', 'Tramontana', 'Ufer', 'Vento', 'Weser', 'Zephyr'],
    series: ['One', 'Two', 'Three', 'Sport', 'City', 'Tour', 'Pro', 'Plus', 'Alpha', 'Nova'],
    material: ['butted steel', 'hydroformed aluminium', 'carbon', 'titanium', 'recycled aluminium'],
    use: ['commuting', 'gravel weekends', 'long tours', 'cobbles and tram tracks', 'school runs', 'winter miles'],
  },
  titles: ['{brand} {model} {thing}', '{brand} {model} {series} {thing}'],
  lines: [
    { category: 'bicycles', axis: FRAMES, second: COLOURS, things: [['City Bike', 89900, 14500, [1750, 220, 1000]], ['Gravel Bike', 164900, 10400, [1720, 220, 980]], ['Touring Bike', 139900, 13900, [1760, 220, 1020]], ['Folding Bike', 119900, 11800, [800, 400, 650]]] },
    { category: 'bike-parts', axis: MATES, things: [['Saddle', 7900, 340, [275, 150, 70]], ['Pedal Pair', 5900, 390, [110, 100, 60]], ['Handlebar', 6400, 310, [440, 120, 60]], ['Dynamo Light', 8900, 160, [80, 60, 60]], ['Mudguard Set', 4900, 620, [700, 120, 120]], ['Chain', 3200, 270, [130, 90, 30]]] },
    { category: 'bike-bags', words: { material: ['waxed canvas', 'recycled ripstop', 'welded tarpaulin', 'saddle leather'] }, axis: COLOURS, things: [['Pannier', 9400, 950, [340, 170, 420]], ['Handlebar Bag', 6900, 420, [240, 120, 150]], ['Frame Bag', 5900, 310, [420, 60, 120]], ['Saddle Bag', 3900, 210, [180, 90, 90]]] },
    { category: 'bike-wear', words: { material: ['merino', 'recycled polyester', 'brushed jersey', 'coated ripstop'] }, openings: ['{Thing} by {brand}, of {material}, for {use}.', '{brand} cuts the {model} from {material}, for {use}.'],
      details: ['Seams lie flat where the saddle and the straps are.', 'Reflective details are sewn in, not glued on.', 'It washes at forty degrees and forgets the rain.'], axis: SIZES, things: [['Rain Cape', 8900, 480, [320, 240, 60]], ['Merino Jersey', 9900, 240, [300, 220, 40]], ['Bib Shorts', 10900, 190, [280, 200, 50]], ['Winter Gloves', 5400, 130, [260, 120, 40]]] },
  ],
  openings: [
    'A {thing} for {use}, built around {material} and little else.',
    'The {model} {thing} from {brand} is made of {material} and meant for {use}.',
    '{brand} drew this {thing} for {use}; we have ridden it for a year before selling the first one.',
  ],
  details: [
    'Every bolt is stainless and every part can be bought singly.',
    'It fits the usual standards, so nothing on it will strand you abroad.',
    'Light enough to carry up three floors, stout enough to forget about.',
    'Reflective details are sewn in, not glued on.',
    'The finish hides scratches, which is kinder than promising there will be none.',
  ],
  closings: ['Five years of guarantee, ten on anything welded.', 'Assembled and tuned in our workshop in Leipzig.', 'Spare parts stay in stock for a decade.'],
  attributes: { material: '{material}', use: '{use}', series: '{series}' },
} // biome-ignore format: tables read best as tables
