import { type Axis, type Kind, plain } from './kind.ts'

const FINISHES = plain('Finish', ['Black', 'Silver', 'Walnut', 'White', 'Smoke', 'Copper'])
const LENGTHS: Axis = { name: 'Length', values: [['0.5 m', 100, 100], ['1 m', 120, 160], ['2 m', 150, 280], ['3 m', 180, 400], ['5 m', 240, 640]] } // biome-ignore format: a table

export const audio: Kind = {
  taxClass: 'standard',
  brands: ['Onkyoku', 'Hibiki Labs', 'Kumo Audio'],
  words: {
    model: ['A', 'K', 'M', 'N', 'R', 'S', 'T', 'X'],
    number: ['10', '12', '15', '20', '24', '30', '33', '40', '45', '50', '55', '60', '70', '75', '78', '80', '90', '100', '120', '200', '240', '300'],
    mark: ['', ' Mk II', ' Mk III', ' Studio', ' Reference', ' Mini', ' Live'],
    driver: ['paper-cone', 'planar magnetic', 'beryllium-dome', 'balanced armature', 'bamboo-fibre'],
    place: ['a small room', 'a desk', 'the kitchen', 'late evenings', 'the whole floor', 'trains'],
    tuning: ['even-handed', 'warm', 'forward', 'spacious', 'dry'],
  },
  titles: ['{brand} {model}{number}{mark} {thing}'],
  lines: [
    { category: 'headphones', openings: ['{Thing} with {driver} drivers, tuned {tuning} and made for {place}.', '{brand} built these around a {driver} design and a short list of better parts.', 'For {place}: {tuning}, and able to play quietly without losing their breath.'], axis: FINISHES, things: [['Over-Ear Headphones', 24900, 290, [200, 180, 85]], ['Earphones', 8900, 18, [90, 60, 30]], ['Open Headphones', 39900, 340, [210, 190, 95]], ['Wireless Earbuds', 14900, 52, [65, 50, 28]]] },
    { category: 'speakers', openings: ['{Driver} drivers, tuned {tuning}, in a cabinet made for {place}.', '{brand} began with a {driver} driver and built everything else around it.', 'For {place}: {tuning}, and at ease when it is quiet.'], axis: FINISHES, things: [['Bookshelf Speakers', 54900, 9800, [300, 190, 260]], ['Portable Speaker', 12900, 780, [210, 80, 80]], ['Desk Speakers', 27900, 3200, [210, 130, 160]], ['Subwoofer', 64900, 15400, [360, 340, 360]]] },
    { category: 'hifi', words: { circuit: ['class-A', 'valve', 'dual-mono', 'direct-coupled', 'balanced'] }, openings: ['A {thing} of {circuit} design for {place}.', '{brand} built this {thing} to be opened, mended and kept.'],
      details: ['One knob, no app, and a socket where you would look for it.', 'Everything inside can be reached with one screwdriver.', 'It warms up in ten minutes and stays in the family for decades.'], attributes: { circuit: '{circuit}', tuning: '{tuning}', brand: '{brand}' }, axis: FINISHES, things: [['Turntable', 46900, 6200, [430, 350, 130]], ['Integrated Amplifier', 72900, 8900, [430, 340, 110]], ['Phono Stage', 18900, 760, [150, 130, 45]], ['Radio', 15900, 1400, [260, 110, 150]]] },
    { category: 'audio-cables', words: { core: ['copper', 'silver-plated copper', 'tinned copper'] }, titles: ['{brand} {model}{number} {thing}'], openings: ['{Thing} of {core} with plugs that hold.', 'A plain {thing}: {core}, honest solder, no magic.'],
      details: ['Screened twice and soft enough to lie flat.', 'It will not make a poor recording better.', 'The plugs can be opened and mended.'], attributes: { core: '{core}', brand: '{brand}' }, axis: LENGTHS, things: [['Speaker Cable', 2900, 180, [180, 150, 40]], ['RCA Cable', 3400, 120, [160, 130, 30]], ['Headphone Cable', 4900, 70, [140, 120, 25]]] },
  ],
  openings: [
    'A {thing} with {driver} drivers, tuned {tuning} and made for {place}.',
    '{brand} built this {thing} around a {driver} design and a short list of better parts.',
    'For {place}: a {tuning} {thing} that plays quietly without losing its breath.',
  ],
  details: [
    'The response is flat to within two decibels where it matters.',
    'One knob, no app, and a socket where you would look for it.',
    'Everything inside can be reached with one screwdriver.',
    'The grille comes off, and you may like it better that way.',
    'It takes ten hours to run in, or so we like to believe.',
  ],
  closings: ['Measured one by one; the sheet is in the box.', 'Three years of guarantee.', 'Made in Hamamatsu.'],
  attributes: { driver: '{driver}', tuning: '{tuning}', brand: '{brand}' },
} // biome-ignore format: tables read best as tables
