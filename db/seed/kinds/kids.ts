import { type Axis, type Kind, plain } from './kind.ts'

const SIZES = plain('Age', ['2–3 years', '4–5 years', '6–7 years', '8–9 years'])
const COLOURS = plain('Colour', ['Sky', 'Berry', 'Butter', 'Leaf', 'Cloud', 'Brick'])
const SETS: Axis = { name: 'Set', values: [['Small', 100, 100], ['Medium', 160, 180], ['Large', 240, 300], ['Classroom', 520, 760]] } // biome-ignore format: a table

export const kids: Kind = {
  taxClass: 'standard',
  brands: ['Puddle & Pine', 'Kite House'],
  words: {
    animal: ['Otter', 'Badger', 'Puffin', 'Hedgehog', 'Fox', 'Whale', 'Rabbit', 'Owl', 'Bear', 'Snail', 'Heron', 'Mole', 'Seal', 'Toad', 'Mouse', 'Goat'],
    play: ['Hilltop', 'Rainy Day', 'Puddle', 'Treehouse', 'Balcony', 'Sunday', 'Backyard', 'Bedtime', 'Carnival', 'Harbour', 'Circus', 'Market', 'Meadow', 'Moonlit'],
    wood: ['beech', 'maple', 'lime wood', 'birch ply', 'organic cotton', 'felted wool'],
    skill: ['steady hands', 'long stories', 'counting', 'sharing', 'balance', 'taking turns'],
  },
  titles: ['{play} {thing}', '{animal} {thing}', '{play} {animal} {thing}'],
  lines: [
    { category: 'wooden-toys', words: { wood: ['beech', 'maple', 'lime wood', 'birch ply', 'cherry'] }, axis: COLOURS, things: [['Pull-Along', 2900, 420, [200, 110, 130]], ['Puzzle', 1900, 380, [250, 250, 20]], ['Stacking Tower', 2600, 610, [120, 120, 240]], ['Balance Board', 8900, 3800, [850, 300, 180]]] },
    { category: 'building-games', words: { wood: ['beech', 'maple', 'birch ply', 'recycled card'] }, axis: SETS, things: [['Building Blocks', 3400, 1200, [260, 200, 90]], ['Marble Run', 4900, 1800, [400, 280, 100]], ['Memory Game', 1800, 360, [160, 160, 50]], ['Board Game', 2700, 890, [270, 270, 60]]] },
    { category: 'kids-clothing', words: { wood: ['organic cotton', 'boiled wool', 'recycled fleece', 'natural rubber and cotton'] }, openings: ['{Thing} in {wood}, made to be climbed in.', 'Cut from {wood} with a hem to let down, for children who grow at night.', 'The {play} collection in {wood}: soft inside, stubborn outside.'],
      details: ['Knees are doubled.', 'It washes at forty degrees, mud included.', 'Poppers where grown-ups fumble, elastic where children do.'], attributes: { material: '{wood}', theme: '{play}' }, axis: SIZES, second: COLOURS, things: [['Rain Boots', 3600, 720, [230, 180, 100]], ['Dungarees', 4200, 310, [300, 220, 40]], ['Raincoat', 4900, 340, [300, 240, 40]], ['Pyjamas', 2900, 210, [280, 210, 40]]] },
    { category: 'soft-toys', words: { wood: ['felted wool', 'organic cotton', 'linen', 'corduroy'] }, axis: COLOURS, things: [['Cuddly Toy', 2700, 240, [280, 180, 140]], ['Hand Puppet', 2200, 130, [260, 180, 60]], ['Comforter', 1700, 80, [240, 240, 40]]] },
  ],
  openings: [
    'A {thing} of {wood}, good for {skill} and for being carried about.',
    'The {play} {thing} is made of {wood} and survives stairs.',
    'For {skill}: a {thing} of {wood} that leaves room for ideas.',
  ],
  details: [
    'Edges are rounded, paint is water-based, nothing small comes off.',
    'It can be washed, which we found out the usual way.',
    'Drawn by a father of four in a kitchen in Vermont.',
    'Tested to the toy standards of both sides of the Atlantic.',
    'It gets better looking with every dent.',
  ],
  closings: ['Packed in a box that is half the fun.', 'Handed down, it still works.', 'Missing a piece? We send you one.'],
  attributes: { material: '{wood}', skill: '{skill}', theme: '{play}' },
} // biome-ignore format: tables read best as tables
